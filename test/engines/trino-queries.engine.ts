import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pointInTime } from '../../lib/queries/point-in-time';
import { SAVED_QUERIES } from '../../lib/queries/queries';
import { VIEWS } from '../../lib/views/views';
import { FIRST_RUN, SECOND_RUN } from '../../local/demo/demo-runs';
import { type LakeDatabase, openLakeDatabase } from '../../local/duckdb';
import { liveOneDay } from '../../local/sample-account/sample-account';
import { type AthenaLike, openAsAthena } from '../lib/athena-in-duckdb';
import { awsClients } from './aws-clients';
import { Cdk } from './cdk-cli';
import { dayDaysAgo, timeDaysAgo } from './days';
import { deployedQueries } from './deployed-queries';
import { expectedAnswers } from './expected-answers';
import { type LakeOnBothSides, makeLakeOnBothSides } from './lake-under-trino';
import { type MiniStack, startMiniStack } from './ministack';
import { published } from './published-queries';
import { sorted } from './sorted-rows';
import { startTrino, type Trino } from './trino';

const [FIRST, SECOND, THIRD] = [timeDaysAgo(2, 6), timeDaysAgo(1, 6), timeDaysAgo(1, 18)];

let ministack: MiniStack;
let trino: Trino;
let demo: LakeOnBothSides;
let recent: LakeOnBothSides;
let demoInDuckDb: LakeDatabase;
let recentInDuckDb: AthenaLike;

beforeAll(async () => {
  ministack = await startMiniStack();
  const cdk = await Cdk.open(ministack);
  await cdk.bootstrap();
  const { outputs } = await cdk.deploy({ app: 'npx tsx test/engines/query-lakes-app.ts' });
  await cdk.close();
  demo = await makeLakeOnBothSides(ministack, outputs['DemoBucketName'] ?? '', async (account, collect) => {
    await collect(FIRST_RUN);
    liveOneDay(account);
    await collect(SECOND_RUN);
  });
  recent = await makeLakeOnBothSides(ministack, outputs['RecentBucketName'] ?? '', async (account, collect) => {
    await collect(FIRST);
    liveOneDay(account);
    await collect(SECOND);
    const region = account.region('us-east-1');
    region.tag(region.arn('workflow/test/approval-gate/1.0.0/1'), { team: 'security' });
    region.delete(region.arn('workflow/build/gpu-training-node/1.0.0/1'));
    await collect(THIRD);
  });
  demoInDuckDb = await openLakeDatabase(demo.folder);
  recentInDuckDb = await openAsAthena(recent.folder, dayDaysAgo(0));
  const { endpoint, region, credentials } = ministack;
  trino = await startTrino({ glueUrl: endpoint, s3Url: endpoint, region, ...credentials });
});

afterAll(async () => {
  await trino?.stop();
  for (const database of [demoInDuckDb, recentInDuckDb]) database?.close();
  for (const lake of [demo, recent]) await lake?.remove();
  await ministack?.stop();
});

describe('the queries in the documents', () => {
  it('are found, and but for one they are for both engines', () => {
    expect(published.length).toBeGreaterThan(20);
    expect(published.filter(({ isDuckDbAlone }) => isDuckDbAlone)).toHaveLength(1);
  });

  it.each(published.filter(({ isDuckDbAlone }) => !isDuckDbAlone))(
    'answer on Trino 476 as they do in DuckDB: $where',
    async ({ sql }) => {
      const { columns, rows } = await trino.query('default', sql);
      const inDuckDb = await demoInDuckDb.query(sql);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows).toEqual(inDuckDb.rows);
      expect(columns.map(({ name }) => name)).toEqual(inDuckDb.columns.map(({ name }) => name));
    },
  );
});

describe('the views, as they are deployed', () => {
  it.each(VIEWS)('answer on Trino 476 as in DuckDB: $name', async ({ name, columns }) => {
    const sql = `SELECT ${columns.map((column) => `"${column.name}"`).join(', ')} FROM ${name}`;
    const { rows } = await trino.query('recent', sql);
    expect(rows.length).toBeGreaterThan(0);
    expect(sorted(rows)).toEqual(sorted((await recentInDuckDb.ask(sql)).rows));
  });

  it('are in Trino what they are in Glue', async () => {
    for (const { name, columns } of VIEWS) {
      const described = await trino.query('recent', `DESCRIBE ${name}`);
      expect(described.rows.map(([column, type]) => [column, type])).toEqual(
        columns.map((column) => [column.name, column.type === 'integer' ? 'bigint' : 'varchar']),
      );
    }
  });
});

describe('the saved queries, as they are deployed', () => {
  const expected = expectedAnswers({
    first: FIRST,
    second: SECOND,
    third: THIRD,
    'day of first': dayDaysAgo(2),
    'day of second': dayDaysAgo(1),
  });

  it('are all there, and each has an expected answer', async () => {
    const deployed = (await deployedQueries(awsClients(ministack), 'recent')).map(({ name }) => name).sort();
    expect(deployed).toEqual(SAVED_QUERIES.map(({ name }) => name).sort());
    expect([...Object.keys(expected), pointInTime.name].sort()).toEqual(deployed);
  });

  it.each(Object.keys(expected))('answer on Trino 476: %s', async (name) => {
    const query = (await deployedQueries(awsClients(ministack), 'recent')).find((each) => each.name === name);
    const { rows } = await trino.query(query?.database ?? '', query?.sql ?? '');
    expect(rows).toEqual(expected[name]);
  });

  it.each(SAVED_QUERIES.filter(({ athenaOnly }) => !athenaOnly))(
    'answer the same in DuckDB, where they run there, too: $name',
    async ({ name, sql }) => {
      expect((await recentInDuckDb.ask(sql)).rows).toEqual(expected[name]);
    },
  );

  it('rebuild the table of a moment as the run before it published the snapshot', async () => {
    const { columns, rows } = await trino.query('recent', pointInTime.sql);
    const published = await recent.snapshotOf(SECOND);
    expect(rows).toEqual(published.map((row) => columns.map((column) => row[column.name])));
  });
});
