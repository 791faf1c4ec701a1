import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { Table } from '../../../lambda/contract/column';
import type { Manifest } from '../../../lambda/contract/manifest';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { liveOneDay, sampleAccount } from '../../../local/sample-account/sample-account';
import type { DeployedCollector } from '../deployed/collector';
import type { S3Recorder } from '../deployed/s3-recorder';
import type { TrinoValue } from './client';
import { DATABASES } from './configuration';
import { timeDaysAgo } from './days';
import { hostileDocuments } from './hostile-documents';
import { anyWorkflows, hostileWorkflows } from './hostile-workflows';
import type { Trino } from './trino';

/** The tables of the deployed stack, with what its function wrote, as Trino reads them; S3 is asked through a recorder. */
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
}

interface TablesOptions {
  readonly account: FakeAccount;
  readonly collector: DeployedCollector;
  readonly trino: Trino;
  readonly s3: S3Recorder;
}

/** Lets the deployed function run over four days. */
export const fillTables = async ({ account, collector, trino, s3 }: TablesOptions): Promise<TablesUnderTrino> => {
  await runFourTimes(account, collector);
  const { lake, aws } = collector;
  const [manifests, Bucket] = [await lake.manifests(), lake.name];
  const newest = manifests.at(-1);
  if (newest === undefined) throw new Error('no run was published');
  return {
    account,
    manifests,
    newest,
    s3,
    columnsOf: async (sql) => (await trino.query(DATABASES.hostile, sql)).columns,
    rowsOf: async (sql) => (await trino.query(DATABASES.hostile, sql)).rows,
    linesOf: async (table, key) => (await lake.rows(key)).map((row) => table.columns.map(({ name }) => row[name])),
    copy: async (from, Key) => {
      await aws.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${from}` }));
    },
  };
};

/** The sample account, and workflows that a careless reader gets wrong. */
export const hostileAccount = (): FakeAccount => {
  const account = sampleAccount();
  for (const workflow of [...hostileWorkflows, ...anyWorkflows(60), ...hostileDocuments(40)])
    account.region('us-east-1').create(workflow);
  return account;
};

/** Four days, of which the second has two runs and the third none, with a day of the sample account in between. */
const runFourTimes = async (account: FakeAccount, collector: DeployedCollector): Promise<void> => {
  const publish = async (scheduledTime: string): Promise<void> => {
    const { failed, answer } = await collector.deployedFunction.run(scheduledTime);
    if (failed) throw new Error(`the run of ${scheduledTime} failed: ${JSON.stringify(answer)}`);
  };
  await publish(timeDaysAgo(3, 6));
  liveOneDay(account);
  await publish(timeDaysAgo(2, 6));
  await publish(timeDaysAgo(2, 18));
  const region = account.region('eu-west-1');
  region.untag(region.arn('workflow/test/smoke-test/1.0.0/1'), ['team']);
  await publish(timeDaysAgo(0, 0));
};
