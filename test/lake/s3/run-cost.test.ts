import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createS3Client } from '../../../lambda/lake/s3/client';
import { createS3Lake } from '../../../lambda/lake/s3/s3-lake';
import { run } from '../../../lambda/run';
import { readDocument } from '../../docs/documents';
import { ACCOUNT, accountOf, definition } from '../../fakes/account';
import { AccountSource } from '../../fakes/account-source';
import { HastyClock } from '../../fakes/hasty-clock';
import { useS3Environment } from '../../fakes/s3/environment';
import { S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { at } from '../../fakes/scheduled-time';

let server: S3Server;
let restore: () => void;
let client: S3Client;

beforeEach(async () => {
  server = await S3Server.start();
  restore = useS3Environment(server.url);
  client = createS3Client();
});

afterEach(async () => {
  client.destroy();
  restore();
  await server.stop();
});

/** The requests of a run, by method. */
const requestsOf = async (hour: string, ...names: readonly string[]): Promise<Readonly<Record<string, number>>> => {
  const scheduledTime = at(`2026-11-20T${hour}:00:00Z`);
  const before = server.requests.length;
  const clock = new HastyClock();
  await run(
    { scheduledTime, accountId: ACCOUNT, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
    {
      lake: createS3Lake({ bucket: BUCKET, client, clock }),
      source: new AccountSource(accountOf({ 'eu-west-1': names.map((name) => definition(name)) })),
      clock,
      scratchFolder: join(mkdtempSync(join(tmpdir(), 's3-run-cost-')), 'scratch'),
      report: () => undefined,
    },
  );
  const methods = server.requests.slice(before).map(({ method }) => method);
  return Object.fromEntries([...new Set(methods)].map((each) => [each, methods.filter((it) => it === each).length]));
};

describe('what a run asks of S3', () => {
  it('is what the documents count, in a steady run and in one with changes', async () => {
    await requestsOf('06', 'a');
    expect(await requestsOf('07', 'a')).toEqual({ GET: 9, PUT: 7 });
    expect(await requestsOf('08', 'a', 'b')).toEqual({ GET: 10, PUT: 9 });
    expect(readDocument('docs/operating.md').text).toContain('7 PUT and 9 GET a run, 9 and 10 if anything changed');
  });
});
