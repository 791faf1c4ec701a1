import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  changeKey,
  coverageKey,
  historyKey,
  manifestKey,
  SNAPSHOT_KEY,
  STEP_KEY,
} from '../../../lambda/contract/layout';
import { parseManifest } from '../../../lambda/contract/manifest-text';
import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import { createS3Client } from '../../../lambda/lake/s3/client';
import { createS3Lake } from '../../../lambda/lake/s3/s3-lake';
import { type RunResult, run } from '../../../lambda/run';
import type { FakeRegion } from '../../../local/fake-image-builder/fake-region';
import { ACCOUNT, accountOf, buildArn, definition } from '../../fakes/account';
import { AccountSource } from '../../fakes/account-source';
import { HastyClock } from '../../fakes/hasty-clock';
import { useS3Environment } from '../../fakes/s3/environment';
import { lostAnswer, lostRequest, refused, silentSuccess } from '../../fakes/s3/fates';
import { type Fate, S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { at } from '../../fakes/scheduled-time';

const FIRST = at('2026-11-20T06:00:00Z');
const SECOND = at('2026-11-21T06:00:00Z');
const COMMIT = new RegExp(`^PUT ${SNAPSHOT_KEY}$`);

let server: S3Server;
let restore: () => void;
let client: S3Client;
let region: FakeRegion;
let source: AccountSource;

beforeEach(async () => {
  server = await S3Server.start();
  restore = useS3Environment(server.url);
  client = createS3Client({ timeouts: { request: 500 } });
  const account = accountOf({ 'eu-west-1': [definition('a')] });
  region = account.region('eu-west-1');
  source = new AccountSource(account);
});

afterEach(async () => {
  client.destroy();
  restore();
  await server.stop();
});

const collect = (scheduledTime: ScheduledTime): Promise<RunResult> => {
  const scratchFolder = join(mkdtempSync(join(tmpdir(), 's3-run-')), 'scratch');
  const clock = new HastyClock();
  const lake = createS3Lake({ bucket: BUCKET, client, clock });
  return run(
    { scheduledTime, accountId: ACCOUNT, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
    { lake, source, clock, scratchFolder, report: () => undefined },
  );
};

const manifestOf = (time: ScheduledTime) => {
  const parsed = parseManifest(server.bucket.content(manifestKey(time))?.toString('utf8') ?? '');
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

const puts = (): readonly string[] => server.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key);

describe('a run into S3', () => {
  it('announces each object with the version and the ETag that S3 gave it', async () => {
    await collect(FIRST);
    const { objects } = manifestOf(FIRST);

    for (const object of [objects.snapshot, objects.history, objects.coverage, objects.change, objects.step]) {
      const stored = server.bucket.newest(object?.key ?? '');
      expect(object).toMatchObject({ version_id: stored?.versionId, etag: stored?.etag });
      expect(object?.bytes).toBe(stored?.content?.length);
    }
  });

  it('writes each object once, and only under a condition', async () => {
    await collect(FIRST);
    await collect(SECOND);

    const conditions = server.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ headers }) => [headers['if-match'], headers['if-none-match']]);
    expect(conditions.every(([match, none]) => (match === undefined) !== (none === undefined))).toBe(true);
    expect(puts().filter((key) => key === SNAPSHOT_KEY)).toHaveLength(2);
    expect(puts().at(-1)).toBe(manifestKey(SECOND));
  });

  it.each<[string, Fate]>([
    ['was lost', lostAnswer],
    ['never came', silentSuccess],
  ])('is published where the answer to its commit %s', async (_, fate) => {
    await collect(FIRST);
    region.delete(buildArn('eu-west-1', 'a'));
    region.create(definition('b'));
    server.nextOf(COMMIT, fate);

    expect((await collect(SECOND)).status).toBe('published');
    expect(manifestOf(SECOND)).toMatchObject({ previous_run: FIRST, changes: { created: 1, deleted: 1 } });
    expect(server.bucket.content(historyKey(SECOND))).toEqual(server.bucket.content(SNAPSHOT_KEY));
    expect(puts().filter((key) => key === SNAPSHOT_KEY)).toHaveLength(3);
  });

  it('is published where every put took place, and no answer to a first try came back', async () => {
    const tables = [SNAPSHOT_KEY, historyKey(FIRST), STEP_KEY, coverageKey(FIRST), changeKey(FIRST)];
    for (const key of [...tables, manifestKey(FIRST), 'run/.*coverage.*', 'run/.*change.*', 'run/.*manifest.*'])
      server.nextOf(new RegExp(`^PUT ${key}$`), lostAnswer);

    expect((await collect(FIRST)).status).toBe('published');
    expect(puts()).toHaveLength(18);
    const { objects } = manifestOf(FIRST);
    for (const { key, version_id, etag } of [objects.snapshot, objects.history, objects.coverage, objects.step].filter(
      (one) => one !== null,
    ))
      expect({ version_id, etag }).toEqual({
        version_id: server.bucket.newest(key)?.versionId,
        etag: server.bucket.newest(key)?.etag,
      });
  });

  it('is published where S3 is busy, broken and in conflict by turns', async () => {
    for (const kind of ['run/', SNAPSHOT_KEY, 'imagebuilder_workflow_', 'manifest/']) {
      server.nextOf(new RegExp(`^GET ${kind}`), lostRequest);
      server.nextOf(new RegExp(`^PUT ${kind}`), refused(503, 'SlowDown'));
      server.nextOf(new RegExp(`^PUT ${kind}`), refused(409, 'ConditionalRequestConflict'));
    }

    expect((await collect(FIRST)).status).toBe('published');
  });

  it('says why its commit was refused', async () => {
    await collect(FIRST);
    server.nextOf(COMMIT, refused(403, 'AccessDenied'));

    await expect(collect(SECOND)).rejects.toThrow(
      /the commit of 2026-11-21T06:00:00Z did not take place \(.*AccessDenied.* Allow s3:PutObject .*\); the lake holds the snapshot of 2026-11-20/,
    );
  });

  it('says that its steps may not be put, and loses nothing: whoever may, publishes it', async () => {
    server.nextOf(new RegExp(`^PUT ${STEP_KEY}$`), refused(403, 'AccessDenied'));
    await expect(collect(FIRST)).rejects.toThrow(
      new RegExp(
        `s3://${BUCKET}/${STEP_KEY}: AccessDenied.* Allow s3:PutObject and s3:GetObject on the bucket's objects`,
      ),
    );
    expect(server.bucket.content(manifestKey(FIRST))).toBeUndefined();

    await collect(SECOND);
    expect(manifestOf(FIRST).objects.step).toMatchObject({ key: STEP_KEY, rows: 1 });
    expect(manifestOf(SECOND)).toMatchObject({ previous_run: FIRST, objects: { step: { key: STEP_KEY, rows: 1 } } });
  });

  it('is no first run where the newest snapshot was deleted', async () => {
    await collect(FIRST);
    const before = puts().length;
    server.bucket.delete(SNAPSHOT_KEY);

    await expect(collect(SECOND)).rejects.toThrow('runs were published here, but the newest snapshot has been deleted');
    expect(puts()).toHaveLength(before);
  });

  it('is no first run where S3 does not say whether there is a snapshot', async () => {
    server.nextOf(/^GET/, refused(403, 'AccessDenied'));

    await expect(collect(FIRST)).rejects.toThrow(/Allow s3:GetObject .* and s3:ListBucket/);
    expect(server.requests).toHaveLength(1);
  });
});
