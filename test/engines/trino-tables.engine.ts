import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../lambda/contract/column';
import type { Manifest } from '../../lambda/contract/manifest';
import { changeTable, coverageTable, historyTable, TABLES, workflowTable } from '../../lambda/contract/tables';
import type { FakeBuild } from '../../local/fake-image-builder/fake-build';
import { liveOneDay, sampleAccount } from '../../local/sample-account/sample-account';
import { templateOf } from '../lib/synthesized';
import { type CollectedLake, makeCollectedLake } from './collected-lake';
import { dayDaysAgo, timeDaysAgo } from './days';
import { defineTables } from './deployed-definitions';
import { anyWorkflows, hostileWorkflows } from './hostile-workflows';
import { type MiniStack, startMiniStack } from './ministack';
import { type S3Recorder, startS3Recorder } from './s3-recorder';
import { startTrino, type Trino } from './trino';
import type { TrinoValue } from './trino-client';

const BUCKET = 'tables-under-trino';
const account = sampleAccount();
for (const workflow of [...hostileWorkflows, ...anyWorkflows(60)]) account.region('us-east-1').create(workflow);

let ministack: MiniStack;
let s3: S3Recorder;
let lake: CollectedLake;
let trino: Trino;
const manifests: Manifest[] = [];

const rowsOf = async (sql: string): Promise<readonly (readonly TrinoValue[])[]> => (await trino.query('aws', sql)).rows;

/** Three days of runs, of which the second has two and the third none, with a day of the sample account in between. */
const collectRuns = async (): Promise<void> => {
  manifests.push(await lake.collect(timeDaysAgo(3, 6)));
  liveOneDay(account);
  manifests.push(await lake.collect(timeDaysAgo(2, 6)));
  manifests.push(await lake.collect(timeDaysAgo(2, 18)));
  const region = account.region('eu-west-1');
  region.untag(region.arn('workflow/test/smoke-test/1.0.0/1'), ['team']);
  manifests.push(await lake.collect(timeDaysAgo(0, 0)));
};

beforeAll(async () => {
  ministack = await startMiniStack();
  s3 = await startS3Recorder(ministack.endpoint);
  lake = await makeCollectedLake(ministack, BUCKET, account);
  await Promise.all([defineTables(ministack, templateOf(), BUCKET), collectRuns()]);
  const { endpoint: glueUrl, region, credentials } = ministack;
  trino = await startTrino({ glueUrl, s3Url: s3.endpoint, region, ...credentials });
});

afterAll(async () => {
  await trino?.stop();
  await lake?.stop();
  await s3?.stop();
  await ministack?.stop();
});

const newest = (): Manifest => {
  const manifest = manifests.at(-1);
  if (manifest === undefined) throw new Error('no run was published');
  return manifest;
};

const quoted = (table: Table): string => table.columns.map(({ name }) => `"${name}"`).join(', ');

/** The rows of an object of the lake, in the order of the table's columns. */
const linesOf = async (table: Table, Key: string): Promise<readonly (readonly unknown[])[]> => {
  const { Body } = await lake.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  const bytes = await Body?.transformToByteArray();
  const lines = gunzipSync(bytes ?? new Uint8Array())
    .toString('utf8')
    .split('\n')
    .slice(0, -1);
  return lines.map((line) => table.columns.map(({ name }) => JSON.parse(line)[name]));
};

describe('the tables, as Trino 476 reads the definitions of the template', () => {
  it('are there with the columns of the contract, and dt', async () => {
    for (const table of TABLES) {
      const { columns } = await trino.query('aws', `SELECT * FROM ${table.name} WHERE false`);
      const expected = table.columns.map(({ name, type }) => ({
        name,
        type: type === 'integer' ? 'bigint' : 'varchar',
      }));
      const partition = table.partitioned ? [{ name: 'dt', type: 'varchar' }] : [];
      expect(columns.map(({ name, type }) => ({ name, type }))).toEqual([...expected, ...partition]);
    }
  });

  it('hold what the objects hold, every column of every row', async () => {
    expect(await rowsOf(`SELECT ${quoted(workflowTable)} FROM imagebuilder_workflow ORDER BY "_key"`)).toEqual(
      await linesOf(workflowTable, newest().objects.snapshot.key),
    );
    for (const { dt, run, objects } of manifests) {
      const ofRun = `WHERE dt = '${dt}' AND run = '${run}'`;
      expect(
        await rowsOf(`SELECT ${quoted(coverageTable)} FROM ${coverageTable.name} ${ofRun} ORDER BY region`),
      ).toEqual(await linesOf(coverageTable, objects.coverage.key));
      expect(await rowsOf(`SELECT ${quoted(changeTable)} FROM ${changeTable.name} ${ofRun} ORDER BY "_key"`)).toEqual(
        objects.change === null ? [] : await linesOf(changeTable, objects.change.key),
      );
    }
    expect(
      await rowsOf(
        `SELECT ${quoted(historyTable)} FROM ${historyTable.name} WHERE dt = '${newest().dt}' ORDER BY "_key"`,
      ),
    ).toEqual(await linesOf(historyTable, newest().objects.history.key));
  });

  it('count what the manifests say', async () => {
    expect(await rowsOf('SELECT count(*) FROM imagebuilder_workflow')).toEqual([[newest().objects.snapshot.rows]]);
    const days = new Map(manifests.map(({ dt, objects }) => [dt, objects.history.rows]));
    expect(await rowsOf('SELECT dt, count(*) FROM imagebuilder_workflow_history GROUP BY dt ORDER BY dt')).toEqual([
      ...days,
    ]);
    expect(
      await rowsOf('SELECT run, outcome, count(*) FROM imagebuilder_workflow_coverage GROUP BY 1, 2 ORDER BY 1, 2'),
    ).toEqual(manifests.flatMap(({ run, outcomes }) => counts(run, outcomes)));
    expect(
      await rowsOf('SELECT run, change, count(*) FROM imagebuilder_workflow_change GROUP BY 1, 2 ORDER BY 1, 2'),
    ).toEqual(manifests.flatMap(({ run, changes }) => counts(run, changes)));
  });

  it('tell a target that was denied from one that was read', async () => {
    expect(
      await rowsOf(
        `SELECT region, outcome, as_of, error_code FROM imagebuilder_workflow_coverage WHERE run = '${newest().run}' ORDER BY region`,
      ),
    ).toEqual([
      ['ap-southeast-2', 'denied', manifests[0]?.run, 'AccessDeniedException'],
      ['eu-west-1', 'partial', newest().run, 'AccessDeniedException'],
      ['us-east-1', 'complete', newest().run, null],
    ]);
  });
});

const counts = (run: string, of: Readonly<Record<string, number | undefined>>): readonly (readonly unknown[])[] =>
  Object.entries(of)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => [run, name, count]);

describe('hostile rows, as Trino 476 reads them', () => {
  const builds = (): readonly FakeBuild[] => account.regions().flatMap((region) => region.builds());
  const isReadable = (build: FakeBuild): boolean =>
    account.regions().some((region) => region.get(build.arn) && region.mayDecrypt(build));
  const wellFormed = (text: string | undefined): string | null => text?.toWellFormed() ?? null;

  it('equal what the account holds, in every column, with null, empty and absent kept apart', async () => {
    const rows = await rowsOf(`SELECT ${quoted(workflowTable)} FROM imagebuilder_workflow`);
    const found = new Map(
      rows.map((row) => [row[0], Object.fromEntries(workflowTable.columns.map(({ name }, i) => [name, row[i]]))]),
    );
    expect([...found.keys()].sort()).toEqual(
      builds()
        .map(({ arn }) => arn)
        .sort(),
    );
    for (const build of builds()) {
      const { parameters, state, tags, ...texts } = found.get(build.arn) ?? {};
      const isRead = isReadable(build);
      expect(texts).toEqual({
        _key: build.arn,
        account_id: account.accountId,
        arn: build.arn,
        change_description: wellFormed(build.changeDescription),
        data: isRead ? wellFormed(build.data) : null,
        date_created: build.dateCreated,
        description: wellFormed(build.description),
        kms_key_id: isRead ? wellFormed(build.kmsKeyId) : null,
        name: build.name,
        owner: build.owner,
        type: build.type,
        version: build.version,
      });
      expect(parsed(parameters)).toEqual(isRead ? (build.parameters ?? []) : null);
      expect(parsed(state)).toEqual(build.state ?? null);
      expect(tags === '').toBe(Object.keys(build.tags).length === 0);
    }
  });

  it('have the tags of the account, one by one', async () => {
    const rows = await rowsOf('SELECT "_key", tag_key, tag_value FROM imagebuilder_workflow_tag');
    const expected = builds().flatMap(({ arn, tags }) => Object.entries(tags).map(([key, value]) => [arn, key, value]));
    expect(sorted(rows)).toEqual(sorted(expected));
  });
});

const parsed = (text: TrinoValue | undefined): unknown => (typeof text === 'string' ? JSON.parse(text) : text);

const sorted = (rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
  rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

describe('the projection of dt, as Trino 476 works it out', () => {
  const taken = async (sql: string) => {
    s3.takeListed();
    s3.takeRead();
    const rows = await rowsOf(sql);
    // An empty folder is listed twice: the second time to tell it from a missing one.
    return { rows, listed: [...new Set(s3.takeListed())].sort(), read: s3.takeRead() };
  };

  it('makes one listing of one day, and reads that day alone', async () => {
    for (const { name } of [historyTable, changeTable, coverageTable]) {
      const dt = dayDaysAgo(2);
      s3.takeListed();
      s3.takeRead();
      const rows = await rowsOf(`SELECT count(*) FROM ${name} WHERE dt = '${dt}'`);
      const [listed, read] = [s3.takeListed(), s3.takeRead()];
      expect(rows).not.toEqual([[0]]);
      expect(listed).toEqual([`${name}/dt=${dt}/`]);
      expect(read.filter((key) => !key.startsWith(`${name}/dt=${dt}/`))).toEqual([]);
    }
  });

  it('lists the days of a range, and no other', async () => {
    const { listed } = await taken(
      `SELECT count(*) FROM imagebuilder_workflow_history WHERE dt BETWEEN '${dayDaysAgo(3)}' AND '${dayDaysAgo(1)}'`,
    );
    expect(listed).toEqual([3, 2, 1].map((days) => `imagebuilder_workflow_history/dt=${dayDaysAgo(days)}/`));
  });

  it('has nothing for a day without a run', async () => {
    const { rows, listed } = await taken(
      `SELECT count(*) FROM imagebuilder_workflow_history WHERE dt = '${dayDaysAgo(1)}'`,
    );
    expect([rows, listed.length]).toEqual([[[0]], 1]);
  });

  it.each([
    ['before the days that are kept', 401],
    ['of the future', -30],
  ])('has nothing for a day %s, whatever lies there', async (_, days) => {
    const dt = dayDaysAgo(days);
    const { CopySource, Bucket } = { Bucket: BUCKET, CopySource: newest().objects.history.key };
    const { Body } = await lake.client.send(new GetObjectCommand({ Bucket, Key: CopySource }));
    const Key = `imagebuilder_workflow_history/dt=${dt}/snapshot.ndjson.gz`;
    await lake.client.send(new PutObjectCommand({ Bucket, Key, Body: (await Body?.transformToByteArray()) ?? '' }));
    const { rows, listed } = await taken(`SELECT count(*) FROM imagebuilder_workflow_history WHERE dt = '${dt}'`);
    expect([rows, listed]).toEqual([[[0]], []]);
  });

  it('reaches back to the last day that is kept', async () => {
    const { listed } = await taken(
      `SELECT count(*) FROM imagebuilder_workflow_history WHERE dt = '${dayDaysAgo(400)}'`,
    );
    expect(listed).toHaveLength(1);
  });
});
