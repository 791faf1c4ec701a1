import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VIEWS } from '../../../lambda/contract/views/views';
import { SAVED_QUERIES } from '../../../lib/lake/queries/queries';
import { makeDemoLake, makeLakeOfOneDay } from '../../docs/document-lakes';
import { resourcesOf, templateOf } from '../synthesized';
import { type AthenaLike, openAsAthena } from './athena-in-duckdb';

const folder = mkdtempSync(join(tmpdir(), 'views-'));
let demo: AthenaLike;
let oneDay: AthenaLike;

beforeAll(async () => {
  demo = await openAsAthena(makeDemoLake(folder), '2026-11-22');
  oneDay = await openAsAthena(await makeLakeOfOneDay(join(folder, 'one-day')), '2026-11-22');
});

afterAll(() => {
  for (const each of [demo, oneDay]) each.close();
  rmSync(folder, { recursive: true });
});

const DUCKDB_TYPES = { bigint: 'BIGINT', varchar: 'VARCHAR' };

describe.each(VIEWS)('the view $name', (view) => {
  const found = resourcesOf(templateOf(), 'AWS::Glue::Table').find(
    ({ properties }) => properties.TableInput.Name === view.name,
  );
  const { TableInput: input } = found?.properties ?? {};
  const encoded = /^\/\* Presto View: (\S+) \*\/$/.exec(input.ViewOriginalText)?.[1] ?? '';
  const stored = JSON.parse(Buffer.from(encoded, 'base64').toString());

  it('is stored as Athena and Trino store views', () => {
    expect(input).toMatchObject({
      TableType: 'VIRTUAL_VIEW',
      Parameters: { presto_view: 'true', comment: 'Presto View' },
      PartitionKeys: [],
      ViewExpandedText: '/* Presto View */',
      StorageDescriptor: { Location: '', SerdeInfo: {} },
    });
    // Trino would take it for the comment, by which it knows a view.
    expect(input.Description).toBeUndefined();
    expect(stored).toEqual({
      originalSql: view.sql,
      catalog: 'awsdatacatalog',
      schema: 'aws',
      columns: expect.any(Array),
      runAsInvoker: true,
    });
  });

  it('says the same columns to Glue and to Athena, as its SQL selects them', async () => {
    const { columns } = await demo.ask(`SELECT * FROM ${view.name}`);
    const selected = columns.map(({ name, type }) => `${name} ${type}`);
    const inAthena = stored.columns.map(
      ({ name, type }: { name: string; type: 'bigint' | 'varchar' }) => `${name} ${DUCKDB_TYPES[type]}`,
    );
    expect(inAthena).toEqual(selected);
    const inGlue = input.StorageDescriptor.Columns.map(({ Name, Type }: Record<string, string>) => `${Name} ${Type}`);
    expect(inGlue).toEqual(selected.map((each) => each.replace('VARCHAR', 'string').replace('BIGINT', 'bigint')));
  });

  it('names no database, and is in the configured one', () => {
    expect(view.sql).not.toMatch(/\baws\./);
    const other = resourcesOf(templateOf({ databaseName: 'cloud' }), 'AWS::Glue::Table').find(
      ({ properties }) => properties.TableInput.Name === view.name,
    );
    const text = Buffer.from(other?.properties.TableInput.ViewOriginalText.split(' ')[3] ?? '', 'base64').toString();
    expect(JSON.parse(text).schema).toBe('cloud');
  });
});

describe('the views', () => {
  const answer = async (lake: AthenaLike, sql: string) => (await lake.ask(sql)).rows;

  it('take versions and builds for numbers, and show the newest of each workflow', async () => {
    const sql = "SELECT region, version, build FROM imagebuilder_workflow_newest WHERE name = 'counted'";
    expect(await answer(oneDay, sql)).toEqual([['eu-west-1', '2.10.0', 10]]);
    expect(await answer(demo, 'SELECT count(*) FROM imagebuilder_workflow_newest')).toEqual(
      await answer(
        demo,
        "SELECT count(DISTINCT account_id || split_part(arn, ':', 4) || split_part(arn, '/', 2) || split_part(arn, '/', 3)) FROM imagebuilder_workflow",
      ),
    );
  });

  it('turn tags back into what they were, one to a row', async () => {
    const sql =
      "SELECT tag_key, tag_value FROM imagebuilder_workflow_tag WHERE name = 'Edge_Kiosk' AND region = 'ap-southeast-2' ORDER BY 1";
    expect(await answer(demo, sql)).toEqual([
      ['Cost Center', ''],
      ['motto', 'tap => "start", \\o/'],
      ['note', 'line 1\nline 2 🚀'],
      ['nothing', 'NULL'],
      ['sql', "'; DROP TABLE workflow; --"],
      ['team:owner=who', 'Zoë, "the boss"'],
    ]);
  });

  it('find no tag where another one speaks of it', async () => {
    const sql = 'SELECT tag_key, tag_value FROM imagebuilder_workflow_tag ORDER BY 1';
    expect(await answer(oneDay, sql)).toEqual([
      ['note', 'x, "team"=>"wrong"'],
      ['team', 'right "one"'],
      ['x"team', 'wrong'],
    ]);
  });

  it('show parameters with their defaults, one to a row', async () => {
    const sql =
      "SELECT parameter, parameter_type, default_value FROM imagebuilder_workflow_parameter WHERE type = 'TEST' AND name = 'vulnerability-gate'";
    expect(await answer(demo, sql)).toEqual([['blockOn', 'stringList', '["CRITICAL","HIGH"]']]);
  });

  it('show the coverage of the newest run alone', async () => {
    const sql =
      'SELECT account_id, region, outcome, as_of FROM imagebuilder_workflow_coverage_now ORDER BY account_id, region';
    expect(await answer(demo, sql)).toEqual([
      ['111122223333', 'ap-southeast-2', 'denied', '2026-11-21T06:00:00Z'],
      ['111122223333', 'eu-west-1', 'partial', '2026-11-22T06:00:00Z'],
      ['111122223333', 'us-east-1', 'complete', '2026-11-22T06:00:00Z'],
      ['222233334444', 'eu-west-1', 'complete', '2026-11-22T06:00:00Z'],
      ['333344445555', '*', 'denied', null],
    ]);
  });
});

describe('the saved queries', () => {
  it.each(SAVED_QUERIES.filter(({ athenaOnly }) => !athenaOnly))(
    'answer over the lake of the demo: $name',
    async ({ sql }) => {
      expect((await demo.ask(sql)).rows.length).toBeGreaterThan(0);
      await oneDay.ask(sql);
    },
  );

  it.each(SAVED_QUERIES)('read partitions only with a condition on dt: $name', ({ sql }) => {
    if (/imagebuilder_workflow_(history|change|coverage)\b/.test(sql)) expect(sql).toMatch(/\bdt >= /);
  });
});
