import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Column, Table } from '../../lambda/contract/column';
import { manifestSchema } from '../../lambda/contract/json-schema';
import { SCHEMA_VERSION, TABLES } from '../../lambda/contract/tables';

/**
 * The schema lock: the tables and the manifest are the product, so that they never change unnoticed. When this fails:
 *
 * 1. If the change was not meant, undo it.
 * 2. If it was, follow docs/growing.md: it says what to write, and which lakes must go on being read.
 *
 * What is locked: names, order, types, nullability, closed lists, patterns and the version that added a column.
 * Descriptions may be mended freely.
 */
const LOCK: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    imagebuilder_workflow: '67359e9b2314c189',
    imagebuilder_workflow_history: '1cc6b590bff420cc',
    imagebuilder_workflow_change: 'd36a74179cdee0f2',
    imagebuilder_workflow_coverage: 'b75989ebc7d39f50',
    manifest: 'dbb63fa0df026f54',
  },
  2: {
    imagebuilder_workflow: '67359e9b2314c189',
    imagebuilder_workflow_history: '1cc6b590bff420cc',
    imagebuilder_workflow_change: 'd36a74179cdee0f2',
    imagebuilder_workflow_coverage: 'b75989ebc7d39f50',
    manifest: 'f09ec8a99acc58fe',
  },
  3: {
    imagebuilder_workflow: '67359e9b2314c189',
    imagebuilder_workflow_history: '1cc6b590bff420cc',
    imagebuilder_workflow_change: 'd36a74179cdee0f2',
    imagebuilder_workflow_coverage: 'b75989ebc7d39f50',
    imagebuilder_workflow_step: '448cd2107d29dd96',
    manifest: '014cb0d8b1e842cf',
  },
};

/** Shown with a failure. */
const STEPS = 'If this change of the contract is meant, follow docs/growing.md; else undo it.';

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

const promiseOf = (table: Table): unknown => [
  table.partitioned,
  table.columns.map(({ name, type, nullable, values, pattern, since }: Column) => [
    name,
    type,
    nullable,
    values,
    pattern?.source,
    ...(since === undefined ? [] : [since]),
  ]),
];

const withoutDescriptions = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema), (name, value) => (name === 'description' ? undefined : value));

it('the schema is the one that its version was locked with', () => {
  const hashes = {
    ...Object.fromEntries(TABLES.map((table) => [table.name, hashOf(promiseOf(table))])),
    manifest: hashOf(withoutDescriptions(manifestSchema)),
  };
  if (JSON.stringify(hashes) !== JSON.stringify(LOCK[SCHEMA_VERSION])) console.error(STEPS);
  expect(hashes).toEqual(LOCK[SCHEMA_VERSION]);
});

it('every version up to this one has its line', () => {
  const versions = Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1);
  expect(Object.keys(LOCK).map(Number)).toEqual(versions);
});
