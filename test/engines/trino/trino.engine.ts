import { afterAll, beforeAll } from '@jest/globals';
import { DeployedCollector } from '../deployed/collector';
import { type S3Recorder, startS3Recorder } from '../deployed/s3-recorder';
import { fillLakes, type LakesUnderTrino } from './lakes-under-trino';
import { describeQueries } from './queries';
import { describeTables } from './tables';
import { fillTables, hostileAccount, type TablesUnderTrino } from './tables-under-trino';
import { startTrino, type Trino } from './trino';

let collector: DeployedCollector;
let s3: S3Recorder;
let trino: Trino;
let tables: TablesUnderTrino;
let lakes: LakesUnderTrino;

beforeAll(async () => {
  const account = hostileAccount();
  collector = await DeployedCollector.deploy(account, { app: 'npx tsx test/engines/trino/app.ts' });
  const { endpoint, region, credentials } = collector.ministack;
  s3 = await startS3Recorder(endpoint);
  trino = await startTrino({ glueUrl: endpoint, s3Url: s3.url, region, ...credentials });
  tables = await fillTables({ account, collector, trino, s3 });
  lakes = await fillLakes(collector, trino);
});

afterAll(async () => {
  await lakes?.close();
  for (const each of [trino, s3, collector]) await each?.stop();
});

describeTables(() => tables);
describeQueries(() => lakes);
