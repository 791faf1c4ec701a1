import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import { createS3Client } from '../../../lambda/lake/s3/client';
import { createS3Lake } from '../../../lambda/lake/s3/s3-lake';
import { type RunResult, run } from '../../../lambda/run';
import { ACCOUNT, accountOf, definition } from '../../fakes/account';
import { AccountSource } from '../../fakes/account-source';
import { HastyClock } from '../../fakes/hasty-clock';
import { useS3Environment } from '../../fakes/s3/environment';
import { withHeaders } from '../../fakes/s3/fates';
import { S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { at } from '../../fakes/scheduled-time';

const DAY = 24 * 60;

let server: S3Server;
let restore: () => void;
let client: S3Client;
let folder: string;

beforeEach(async () => {
  server = await S3Server.start();
  restore = useS3Environment(server.url);
  client = createS3Client();
  folder = mkdtempSync(join(tmpdir(), 'clock-'));
});

afterEach(async () => {
  client.destroy();
  restore();
  rmSync(folder, { recursive: true });
  await server.stop();
});

/** S3's clock is so many minutes ahead of this machine's, from its answer to a request on. */
const serverAhead = (minutes: number, from: RegExp): void => {
  const date = new Date(Date.now() + minutes * 60_000).toUTCString();
  for (let i = 0; i < 20; i++) server.nextOf(from, withHeaders({ date }));
};

const collect = (): Promise<RunResult> =>
  run(
    {
      scheduledTime: at('2026-11-20T06:00:00Z'),
      accountId: ACCOUNT,
      regions: 'enabled',
      excludedRegions: [],
      dropScope: 'none',
    },
    {
      lake: createS3Lake({ bucket: BUCKET, client }),
      source: new AccountSource(accountOf({ 'eu-west-1': [definition('a')] })),
      clock: new HastyClock(),
      scratchFolder: join(folder, 'run'),
      report: () => undefined,
    },
  );

describe('a run of a machine whose clock is not that of S3', () => {
  it.each([
    [-DAY, '1440 minutes ahead of'],
    [DAY, '1440 minutes behind'],
    [-7, '7 minutes ahead of'],
  ])('is refused before it writes anything (%i minutes)', async (minutes, text) => {
    serverAhead(minutes, /^/);
    await expect(collect()).rejects.toMatchObject({ name: 'ClockError', message: expect.stringContaining(text) });
    expect(server.bucket.keys()).toEqual([]);
  });

  it('is refused before its commit, where the clock goes wrong while it reads', async () => {
    serverAhead(-DAY, /^PUT run\//);
    await expect(collect()).rejects.toMatchObject({ name: 'ClockError' });
    expect(server.bucket.keys()).not.toContain(SNAPSHOT_KEY);
  });

  it.each([-4, 4])('is published where it differs by little (%i minutes)', async (minutes) => {
    serverAhead(minutes, /^/);
    await expect(collect()).resolves.toMatchObject({ status: 'published' });
  });
});
