import { describe, expect, it } from '@jest/globals';
import { parseWorkflowArn } from '../../../lambda/arn';
import type { Table } from '../../../lambda/contract/column';
import {
  changeTable,
  coverageTable,
  historyTable,
  stepTable,
  TABLES,
  workflowTable,
} from '../../../lambda/contract/tables';
import type { WorkflowParameter } from '../../../lambda/source/image-builder';
import { stepRows } from '../../../lambda/steps/step-rows';
import { secretsInDocuments } from '../../../lib/lake/queries/secrets-in-documents';
import type { FakeBuild } from '../../../local/fake-image-builder/fake-build';
import { SECRETS } from '../../fakes/secrets';
import { valuesWithin } from '../../lib/lake/values-within';
import { sorted } from './client';
import { dayDaysAgo } from './days';
import { expectedTexts } from './expected-texts';
import type { TablesUnderTrino } from './tables-under-trino';

type GetTables = () => TablesUnderTrino;

const quoted = (table: Table): string => table.columns.map(({ name }) => `"${name}"`).join(', ');

/** How the lines of an object are ordered, where it is not by their keys. */
const ORDERS = new Map<Table, string>([
  [coverageTable, 'region'],
  [stepTable, 'arn, position'],
]);

const describeContents = (tables: GetTables): void =>
  describe('the tables of the deployed stack with what its function wrote, as Trino 476 reads them', () => {
    it('are there with the columns of the contract, and dt', async () => {
      for (const table of TABLES) {
        const columns = await tables().columnsOf(`SELECT * FROM ${table.name} WHERE false`);
        expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
          ...table.columns.map(({ name, type }) => `${name} ${type === 'integer' ? 'bigint' : 'varchar'}`),
          ...(table.partitioned ? ['dt varchar'] : []),
        ]);
      }
    });

    it('hold what the objects hold, every column of every row', async () => {
      const expectRows = async (table: Table, key: string | undefined, condition = ''): Promise<void> => {
        const lines = key === undefined ? [] : await tables().linesOf(table, key);
        const order = ORDERS.get(table) ?? '"_key"';
        expect(
          await tables().rowsOf(`SELECT ${quoted(table)} FROM ${table.name} ${condition} ORDER BY ${order}`),
        ).toEqual(lines);
      };
      const { manifests, newest } = tables();
      await expectRows(workflowTable, newest.objects.snapshot.key);
      await expectRows(stepTable, newest.objects.step?.key);
      await expectRows(historyTable, newest.objects.history.key, `WHERE dt = '${newest.dt}'`);
      for (const { dt, run, objects } of manifests) {
        await expectRows(coverageTable, objects.coverage.key, `WHERE dt = '${dt}' AND run = '${run}'`);
        await expectRows(changeTable, objects.change?.key, `WHERE dt = '${dt}' AND run = '${run}'`);
      }
      expect(manifests.filter(({ objects }) => objects.change === null)).toHaveLength(1);
    });

    it('count what the manifests say', async () => {
      const { manifests, newest, rowsOf } = tables();
      const since = `WHERE dt >= '${dayDaysAgo(5)}'`;
      expect(await rowsOf('SELECT count(*) FROM imagebuilder_workflow')).toEqual([[newest.objects.snapshot.rows]]);
      const steps = [[newest.objects.step?.rows]];
      expect(await rowsOf('SELECT count(*) FROM imagebuilder_workflow_step')).toEqual(steps);
      const byDay = `SELECT dt, count(*) FROM imagebuilder_workflow_history ${since} GROUP BY dt ORDER BY dt`;
      expect(await rowsOf(byDay)).toEqual([...new Map(manifests.map(({ dt, objects }) => [dt, objects.history.rows]))]);
      const byOutcome = `SELECT run, outcome, count(*) FROM imagebuilder_workflow_coverage ${since} GROUP BY 1, 2 ORDER BY 1, 2`;
      expect(await rowsOf(byOutcome)).toEqual(manifests.flatMap(({ run, outcomes }) => counts(run, outcomes)));
      expect(manifests.slice(1).map(({ changes }) => changes)).toEqual([
        { created: 1, updated: 1, deleted: 1 },
        {},
        { updated: 1 },
      ]);
      const byChange = `SELECT run, change, count(*) FROM imagebuilder_workflow_change ${since} GROUP BY 1, 2 ORDER BY 1, 2`;
      expect(await rowsOf(byChange)).toEqual(manifests.flatMap(({ run, changes }) => counts(run, changes)));
    });

    it('tell a target that was denied from one that was read', async () => {
      const { manifests, newest, rowsOf } = tables();
      const sql = `SELECT region, outcome, as_of, error_code FROM imagebuilder_workflow_coverage
      WHERE dt = '${newest.dt}' AND run = '${newest.run}' ORDER BY region`;
      expect(await rowsOf(sql)).toEqual([
        ['ap-southeast-2', 'denied', manifests[0]?.run, 'AccessDeniedException'],
        ['eu-west-1', 'partial', newest.run, 'AccessDeniedException'],
        ['us-east-1', 'complete', newest.run, null],
      ]);
    });
  });

const counts = (run: string, of: Readonly<Record<string, number | undefined>>): readonly (readonly unknown[])[] =>
  Object.entries(of)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => [run, name, count]);

const describeHostileRows = (tables: GetTables): void =>
  describe('hostile rows, as Trino 476 reads them', () => {
    const builds = (): readonly FakeBuild[] =>
      tables()
        .account.regions()
        .flatMap((region) => region.builds());
    const isReadable = (build: FakeBuild): boolean =>
      tables()
        .account.regions()
        .some((region) => region.get(build.arn) && region.mayDecrypt(build));

    it('equal what the account holds, in every column, with null, empty and absent kept apart', async () => {
      const rows = await tables().rowsOf(`SELECT ${quoted(workflowTable)} FROM imagebuilder_workflow`);
      const named = rows.map((row) =>
        Object.fromEntries(workflowTable.columns.map(({ name }, place) => [name, row[place]])),
      );
      const found = new Map(named.map((row) => [row['_key'], row]));
      expect([...found.keys()].sort()).toEqual(
        builds()
          .map(({ arn }) => arn)
          .sort(),
      );
      for (const build of builds()) {
        const { parameters, state, tags, ...texts } = found.get(build.arn) ?? {};
        expect(texts).toEqual(expectedTexts(tables().account.accountId, build, isReadable(build)));
        expect(parsed(parameters)).toEqual(isReadable(build) ? (build.parameters ?? []).map(asWritten) : null);
        expect(parsed(state)).toEqual(build.state ?? null);
        expect(tags === '').toBe(Object.keys(build.tags).length === 0);
      }
    });

    it('have the steps that their documents write, in every column', async () => {
      const rows = await tables().rowsOf(
        `SELECT ${quoted(stepTable)} FROM imagebuilder_workflow_step ORDER BY arn, position`,
      );
      const expected = builds()
        .filter(isReadable)
        .sort((one, other) => Buffer.compare(Buffer.from(one.arn), Buffer.from(other.arn)))
        .flatMap(stepsOf);
      expect(rows).toEqual(expected);
      expect(new Set(rows.map((row) => row.at(-1))).size).toBeGreaterThan(8);
    });

    it('have steps whose JSON is read by functions of SQL', async () => {
      const ids = `SELECT json_extract_scalar(inputs, '$.id'), json_extract_scalar(inputs, '$.version')
        FROM imagebuilder_workflow_step WHERE name = 'steps numbers as text'`;
      expect(await tables().rowsOf(ids)).toEqual([['012345678901', '1.0']]);
      const columns = ['condition', 'inputs', 'other'].map((name) => `count(${name}), count(json_parse(${name}))`);
      const [counted = []] = await tables().rowsOf(`SELECT ${columns} FROM imagebuilder_workflow_step`);
      for (let place = 0; place < counted.length; place += 2) {
        expect(counted[place]).toBeGreaterThan(0);
        expect(counted[place + 1]).toBe(counted[place]);
      }
    });

    it('have the inputs of their steps, value by value', async () => {
      const steps = await tables().rowsOf(
        'SELECT "_key", inputs FROM imagebuilder_workflow_step WHERE inputs IS NOT NULL',
      );
      const expected = steps.flatMap(([key, inputs]) =>
        valuesWithin(JSON.parse(String(inputs))).map(({ path, member, value }) => [key, path, member, value]),
      );
      const sql = 'SELECT "_key", path, member, value FROM imagebuilder_workflow_step_input';
      expect(sorted(await tables().rowsOf(sql))).toEqual(sorted(expected));
    });

    it('have secrets that are found by their shape, and what only looks like one is not', async () => {
      const found = await tables().rowsOf(secretsInDocuments.sql);
      const kinds = found
        .filter((row) => String(row[2]).endsWith('secrets'))
        .map((row) => row.slice(2).filter((_, at) => [0, 4, 5].includes(at)));
      expect(sorted(kinds)).toEqual(
        sorted(SECRETS.map(([kind], place) => ['steps secrets', `values[${place}]`, kind])),
      );
    });

    const stepsOf = (build: FakeBuild): readonly (readonly unknown[])[] => {
      const { region } = parseWorkflowArn(build.arn) ?? { region: '' };
      const { arn, name, type, version } = build;
      const workflow = { arn, region, account_id: tables().account.accountId, name, type, version };
      const rows = stepRows({ ...workflow, data: build.data.toWellFormed() });
      return rows.map((row) => stepTable.columns.map((column) => row[column.name]));
    };

    it('have the tags of the account, one by one', async () => {
      const rows = await tables().rowsOf('SELECT "_key", tag_key, tag_value FROM imagebuilder_workflow_tag');
      const expected = builds().flatMap(({ arn, tags }) =>
        Object.entries(tags).map(([key, value]) => [arn, key, value]),
      );
      expect(sorted(rows)).toEqual(sorted(expected));
    });
  });

const parsed = (text: unknown): unknown => (typeof text === 'string' ? JSON.parse(text) : text);

const describeProjection = (tables: GetTables): void =>
  describe('the projection of dt, as Trino 476 works it out', () => {
    const counted = async (table: Table, condition: string) => {
      tables().s3.takeListed();
      tables().s3.takeRead();
      const rows = await tables().rowsOf(`SELECT count(*) FROM ${table.name} WHERE ${condition}`);
      return { count: rows[0]?.[0], listed: tables().s3.takeListed(), read: tables().s3.takeRead() };
    };

    it.each([historyTable, changeTable, coverageTable])(
      'makes one listing of one day, and reads that day alone: $name',
      async (table) => {
        const dt = dayDaysAgo(2);
        const { count, listed, read } = await counted(table, `dt = '${dt}'`);
        expect(count).toBeGreaterThan(0);
        expect(listed).toEqual([`${table.name}/dt=${dt}/`]);
        expect(read.length).toBeGreaterThan(0);
        expect(read.filter((key) => !key.startsWith(`${table.name}/dt=${dt}/`))).toEqual([]);
      },
    );

    it('lists the days of a range, and no other', async () => {
      const { listed } = await counted(historyTable, `dt BETWEEN '${dayDaysAgo(3)}' AND '${dayDaysAgo(1)}'`);
      const days = [3, 2, 1].map((days) => `imagebuilder_workflow_history/dt=${dayDaysAgo(days)}/`);
      // An empty folder is listed twice: the second time to tell it from a missing one.
      expect([...new Set(listed)].sort()).toEqual(days);
    });

    it('has nothing for a day without a run, and still looks', async () => {
      const { count, listed } = await counted(historyTable, `dt = '${dayDaysAgo(1)}'`);
      expect([count, new Set(listed).size]).toEqual([0, 1]);
    });

    it('has nothing for a day before those that are kept or after today, and does not look', async () => {
      for (const dt of [dayDaysAgo(401), dayDaysAgo(-30)]) {
        await tables().copy(
          tables().newest.objects.history.key,
          `imagebuilder_workflow_history/dt=${dt}/snapshot.ndjson.gz`,
        );
        expect(await counted(historyTable, `dt = '${dt}'`)).toEqual({ count: 0, listed: [], read: [] });
      }
    });

    it('reaches back to the last day that is kept', async () => {
      const dt = dayDaysAgo(400);
      await tables().copy(
        tables().newest.objects.history.key,
        `imagebuilder_workflow_history/dt=${dt}/snapshot.ndjson.gz`,
      );
      const { count, listed } = await counted(historyTable, `dt = '${dt}'`);
      expect([count, listed.length]).toEqual([tables().newest.objects.history.rows, 1]);
    });
  });

/** Within a column, names are in snake_case, as the columns are. */
const asWritten = ({ defaultValue, ...rest }: WorkflowParameter): unknown =>
  defaultValue === undefined ? rest : { ...rest, default_value: defaultValue };

/** The promises about the deployed tables; they are there once the tests run. */
export const describeTables = (tables: GetTables): void => {
  describeContents(tables);
  describeHostileRows(tables);
  describeProjection(tables);
};
