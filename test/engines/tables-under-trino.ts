import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Table } from '../../lambda/contract/column';
import type { Manifest } from '../../lambda/contract/manifest';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { liveOneDay, sampleAccount } from '../../local/sample-account/sample-account';
import { Cdk } from './cdk-cli';
import { type CollectedLake, openCollectedLake } from './collected-lake';
import { timeDaysAgo } from './days';
import { anyWorkflows, hostileWorkflows } from './hostile-workflows';
import { linesIn } from './lines';
import { type MiniStack, startMiniStack } from './ministack';
import { type S3Recorder, startS3Recorder } from './s3-recorder';
import { startTrino } from './trino';
import type { TrinoValue } from './trino-client';

/** The tables of the deployed stack over a lake of hostile rows, as Trino reads them through a recorder of what it asks of S3. */
export interface TablesUnderTrino {
  readonly account: FakeAccount;
  /** Of the runs, in their order. */
  readonly manifests: readonly Manifest[];
  readonly newest: Manifest;
  readonly s3: S3Recorder;
  columnsOf(sql: string): Promise<readonly { readonly name: string; readonly type: string }[]>;
  rowsOf(sql: string): Promise<readonly (readonly TrinoValue[])[]>;
  /** The rows of an object of the lake, in the order of the table's columns. */
  linesOf(table: Table, key: string): Promise<readonly (readonly unknown[])[]>;
  copy(from: string, to: string): Promise<void>;
  stop(): Promise<void>;
}

export const startTablesUnderTrino = async (): Promise<TablesUnderTrino> => {
  const account = hostileAccount();
  const ministack = await startMiniStack();
  const s3 = await startS3Recorder(ministack.endpoint);
  const lake = await openCollectedLake(ministack, account, await deployStack(ministack));
  const [manifests, newest] = await collectRuns(account, lake);
  const { endpoint: glueUrl, region, credentials } = ministack;
  const trino = await startTrino({ glueUrl, s3Url: s3.endpoint, region, ...credentials });
  const contentOf = async (Key: string): Promise<Uint8Array> => {
    const { Body } = await lake.client.send(new GetObjectCommand({ Bucket: lake.bucket, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  };
  return {
    account,
    manifests,
    newest,
    s3,
    columnsOf: async (sql) => (await trino.query('aws', sql)).columns,
    rowsOf: async (sql) => (await trino.query('aws', sql)).rows,
    linesOf: async (table, key) =>
      linesIn(await contentOf(key)).map((line) => table.columns.map(({ name }) => line[name])),
    copy: async (from, Key) => {
      await lake.client.send(new PutObjectCommand({ Bucket: lake.bucket, Key, Body: await contentOf(from) }));
    },
    stop: async () => {
      for (const each of [trino, lake, s3, ministack]) await each.stop();
    },
  };
};

/** The product as cdk.json deploys it; returns the name of its bucket. */
const deployStack = async (ministack: MiniStack): Promise<string> => {
  const cdk = await Cdk.open(ministack);
  try {
    await cdk.bootstrap();
    const { outputs } = await cdk.deploy();
    return outputs['BucketName'] ?? '';
  } finally {
    await cdk.close();
  }
};

const hostileAccount = (): FakeAccount => {
  const account = sampleAccount();
  for (const workflow of [...hostileWorkflows, ...anyWorkflows(60)]) account.region('us-east-1').create(workflow);
  return account;
};

/** Four days, of which the second has two runs and the third none, with a day of the sample account in between. */
const collectRuns = async (account: FakeAccount, lake: CollectedLake): Promise<[readonly Manifest[], Manifest]> => {
  const first = await lake.collect(timeDaysAgo(3, 6));
  liveOneDay(account);
  const second = await lake.collect(timeDaysAgo(2, 6));
  const quiet = await lake.collect(timeDaysAgo(2, 18));
  const region = account.region('eu-west-1');
  region.untag(region.arn('workflow/test/smoke-test/1.0.0/1'), ['team']);
  const newest = await lake.collect(timeDaysAgo(0, 0));
  return [[first, second, quiet, newest], newest];
};
