import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Table } from '../../lambda/contract/column';
import { manifestSchema } from '../../lambda/contract/json-schema';
import { SCHEMA_VERSION, TABLES } from '../../lambda/contract/tables';

/**
 * The schema lock: the tables and the manifest are the product, so that they never change unnoticed. When this fails:
 *
 * 1. If the change was not meant, undo it.
 * 2. If it was, raise SCHEMA_VERSION by one and add a line here, with the hashes that the failure shows; write under
 *    "Schema" in the changelog what consumers will see.
 * 3. Never edit the line of a version that was released.
 * 4. Lines and manifests of the versions before are in people's lakes: go on reading them, and test that.
 *
 * What is locked: names, order, types, nullability, closed lists and patterns. Descriptions may be mended freely.
 */
const LOCK: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    imagebuilder_workflow: '67359e9b2314c189',
    imagebuilder_workflow_history: '1cc6b590bff420cc',
    imagebuilder_workflow_change: 'd36a74179cdee0f2',
    imagebuilder_workflow_coverage: 'b75989ebc7d39f50',
    manifest: 'dbb63fa0df026f54',
  },
};

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

const promiseOf = (table: Table): unknown => [
  table.partitioned,
  table.columns.map(({ name, type, nullable, values, pattern }) => [name, type, nullable, values, pattern?.source]),
];

const withoutDescriptions = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema), (name, value) => (name === 'description' ? undefined : value));

it('the schema is the one that its version was locked with', () => {
  const hashes = {
    ...Object.fromEntries(TABLES.map((table) => [table.name, hashOf(promiseOf(table))])),
    manifest: hashOf(withoutDescriptions(manifestSchema)),
  };
  expect(hashes).toEqual(LOCK[SCHEMA_VERSION]);
});

it('every version up to this one has its line', () => {
  const versions = Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1);
  expect(Object.keys(LOCK).map(Number)).toEqual(versions);
});
