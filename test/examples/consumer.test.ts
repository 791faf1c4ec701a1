import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lambda/clock';
import { manifestKey, SNAPSHOT_KEY } from '../../lambda/contract/layout';
import { parseScheduledTime, type ScheduledTime } from '../../lambda/contract/scheduled-time';
import type { Lake } from '../../lambda/lake/lake';
import { createS3Client } from '../../lambda/lake/s3/client';
import { createS3Lake } from '../../lambda/lake/s3/s3-lake';
import { run } from '../../lambda/run';
import { openDirectoryLake } from '../../local/lake/directory-lake';
import { useBundledProgram } from '../bundled-program';
import { makeDemoLake } from '../docs/document-lakes';
import { blocksOf, ROOT, readDocument } from '../docs/documents';
import { ACCOUNT, accountOf, definition } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';
import { useS3Environment } from '../fakes/s3/environment';
import { S3Server } from '../fakes/s3/server';
import { BUCKET } from '../fakes/s3/service';
import { type Ended, runProgram } from './program';

const consumer = useBundledProgram('examples/consumer.ts');

/** What there is in each of three runs. */
const NAMES = [['a'], ['a', 'b'], ['b', 'c']] as const;

const timeOf = (index: number): ScheduledTime => {
  const time = parseScheduledTime(`2026-11-2${index + 1}T06:00:00Z`);
  if (time === undefined) throw new Error(`no run ${index}`);
  return time;
};

const FIRST = manifestKey(timeOf(0));
const SECOND = manifestKey(timeOf(1));
const THIRD = manifestKey(timeOf(2));

describe('the consumer', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'consumer-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const collect = (lake: Lake, index: number) => {
    const definitions = (NAMES[index] ?? []).map((name) => definition(name));
    return run(
      { scheduledTime: timeOf(index), accountId: ACCOUNT, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
      {
        lake,
        source: new AccountSource(accountOf({ 'eu-west-1': definitions })),
        clock: systemClock,
        scratchFolder: join(folder, 'scratch'),
        report: () => undefined,
      },
    );
  };

  const consume = (lake: string, key: string): Promise<Ended> =>
    runProgram(process.execPath, [consumer(), lake, key, join(folder, 'state')], {
      env: { ...process.env },
    });

  const told = async (lake: string, key: string): Promise<readonly string[]> => {
    const { status, out, err } = await consume(lake, key);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return out.split('\n').filter((line) => line !== '');
  };

  it.each([[[]], [['lake']], [['lake', FIRST]]])('says how it is used, and does nothing, with %j', async (argv) => {
    const ended = await runProgram(process.execPath, [consumer(), ...argv], {});
    expect(ended).toEqual({ status: 2, out: '', err: 'usage: npx tsx examples/consumer.ts LAKE KEY STATE\n' });
  });

  it('prints over the lake of the demo what the document shows, once', async () => {
    await makeDemoLake(folder);
    for (const name of ['package.json', 'tsconfig.json', 'node_modules', 'examples', 'lambda'])
      symlinkSync(join(ROOT, name), join(folder, name));
    const tried = blocksOf(readDocument('docs/consumers.md')).find(({ text }) => text.includes(' lake/demo '));
    const [begin = '', consumed = ''] = tried?.text.split('\n') ?? [];
    const asShown = (command: string) => runProgram('/bin/sh', ['-c', command], { cwd: folder });

    await asShown(begin);
    expect(await asShown(consumed)).toEqual({ status: 0, out: tried?.next?.text, err: '' });
    expect(await asShown(consumed)).toEqual({ status: 0, out: '', err: '' });
  });

  describe('of a folder', () => {
    let place: string;
    let lake: Lake;
    beforeEach(async () => {
      place = join(folder, 'lake');
      lake = await openDirectoryLake(place);
      await collect(lake, 0);
    });

    it('begins with the rows of the first manifest that it is told of', async () => {
      expect(await told(place, FIRST)).toEqual(['begin with 1 rows']);
    });

    it('heals an event that was lost, in the order of the runs, and does nothing for one that comes again', async () => {
      await told(place, FIRST);
      await collect(lake, 1);
      await collect(lake, 2);
      expect(await told(place, THIRD)).toEqual([
        '2026-11-22T06:00:00Z created eu-west-1 b 1.0.0',
        '2026-11-23T06:00:00Z deleted eu-west-1 a 1.0.0',
        '2026-11-23T06:00:00Z created eu-west-1 c 1.0.0',
      ]);
      expect(await told(place, THIRD)).toEqual([]);
      expect(await told(place, SECOND)).toEqual([]);
    });

    it.each([
      ['the manifest of a run', SECOND],
      ['what a run changed', 'imagebuilder_workflow_change/dt=2026-11-22/20261122T060000Z.ndjson.gz'],
    ])('begins anew where %s has expired', async (_, expired) => {
      await told(place, FIRST);
      await collect(lake, 1);
      await collect(lake, 2);
      rmSync(join(place, expired));
      expect(await told(place, THIRD)).toEqual(['begin with 2 rows']);
      expect(readFileSync(join(folder, 'state'), 'utf8')).toBe(THIRD);
    });

    it('does not begin with a snapshot that a later run has replaced', async () => {
      await collect(lake, 1);
      const { status, err } = await consume(place, FIRST);
      expect(status).toBe(1);
      expect(err).toContain(`The snapshot of ${FIRST} is gone.`);
      expect(existsSync(join(folder, 'state'))).toBe(false);
    });

    it('takes the key as S3’s own notifications spell it', async () => {
      expect(await told(place, FIRST.replace('=', '%3D'))).toEqual(['begin with 1 rows']);
      expect(readFileSync(join(folder, 'state'), 'utf8')).toBe(FIRST);
    });
  });

  describe('of a bucket', () => {
    it('reads the version that the manifest names, and follows the runs', async () => {
      const server = await S3Server.start();
      const restore = useS3Environment(server.url);
      const client = createS3Client();
      try {
        const lake = createS3Lake({ bucket: BUCKET, client, clock: systemClock });
        await collect(lake, 0);
        await collect(lake, 1);
        expect(await told(`s3://${BUCKET}`, FIRST)).toEqual(['begin with 1 rows']);
        const [asked] = server.requests.filter(({ query }) => query.has('versionId'));
        expect(asked?.key).toBe(SNAPSHOT_KEY);
        await collect(lake, 2);
        expect((await told(`s3://${BUCKET}`, THIRD)).map((line) => line.split(' ').slice(1, 4).join(' '))).toEqual([
          'created eu-west-1 b',
          'deleted eu-west-1 a',
          'created eu-west-1 c',
        ]);
      } finally {
        client.destroy();
        restore();
        await server.stop();
      }
    });
  });
});
