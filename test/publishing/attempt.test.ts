import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { systemClock } from '../../lambda/clock';
import { historyKey, manifestKey, SNAPSHOT_KEY } from '../../lambda/contract/layout';
import type { Manifest } from '../../lambda/contract/manifest';
import { formatManifest, parseManifest } from '../../lambda/contract/manifest-text';
import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import { run } from '../../lambda/run';
import { NothingReadError } from '../../lambda/run-result';
import { gzipHeader } from '../../lambda/snapshot/gzip-header';
import { formatStamp, parseStamp, STAMP_LENGTH } from '../../lambda/snapshot/stamp';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { ACCOUNT, accountOf, buildArn, definition } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';
import { MemoryLake } from '../fakes/memory-lake';
import { at } from '../fakes/scheduled-time';

const FIRST = at('2026-11-20T06:00:00Z');
const SECOND = at('2026-11-21T06:00:00Z');
const REGIONS = ['ap-south-1', 'eu-west-1', 'us-east-1'] as const;
const HEADER_BYTES = gzipHeader('x'.repeat(STAMP_LENGTH)).length;
const TRAILER_BYTES = 8;

let lake: MemoryLake;
let account: FakeAccount;

beforeEach(async () => {
  lake = new MemoryLake();
  account = accountOf({
    'eu-west-1': [definition('b'), definition('a')],
    'us-east-1': [definition('c')],
    'ap-south-1': [],
  });
  await collect(lake, FIRST);
});

const collect = (into: MemoryLake, scheduledTime: ScheduledTime, regions: readonly string[] = REGIONS) =>
  run(
    { scheduledTime, accountId: ACCOUNT, regions, excludedRegions: [], dropScope: 'any' },
    {
      lake: into,
      source: new AccountSource(account),
      clock: systemClock,
      scratchFolder: join(mkdtempSync(join(tmpdir(), 'attempt-')), 'scratch'),
      report: () => undefined,
    },
  );

const stored = (key: string, from = lake): Buffer => {
  const bytes = from.objects.get(key);
  if (bytes === undefined) throw new Error(`no ${key}`);
  return bytes;
};

const manifestOf = (time: ScheduledTime, from = lake): Manifest => {
  const parsed = parseManifest(stored(manifestKey(time), from).toString());
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

/** What stands behind the header of a snapshot that a run wrote. */
const bodyOf = (snapshot: Buffer): Buffer => snapshot.subarray(HEADER_BYTES);

const headerOf = (snapshot: Buffer): Buffer => snapshot.subarray(0, HEADER_BYTES);

/** The body that no run writes: the same content, but not made smaller. */
const storedBody = (content: Buffer): Buffer =>
  Buffer.concat([deflateRawSync(content, { level: 0 }), gzipSync(content).subarray(-TRAILER_BYTES)]);

/** Puts another object in the place of the first run's snapshot, and has its manifest name it, as if the run had put it. */
const replaceSnapshot = async (header: Buffer, into = lake): Promise<Buffer> => {
  const snapshot = Buffer.concat([header, storedBody(gunzipSync(stored(SNAPSHOT_KEY, into)))]);
  into.objects.set(SNAPSHOT_KEY, snapshot);
  const there = await into.peek(SNAPSHOT_KEY);
  if (there.answer !== 'object') throw new Error('unreachable');
  changeSnapshotFacts({ etag: there.etag, bytes: there.bytes }, into);
  return snapshot;
};

const changeSnapshotFacts = (facts: { readonly etag: string; readonly bytes?: number }, into = lake): void => {
  const { objects, ...manifest } = manifestOf(FIRST, into);
  const changed = { ...manifest, objects: { ...objects, snapshot: { ...objects.snapshot, ...facts } } };
  into.objects.set(manifestKey(FIRST), Buffer.from(formatManifest(changed)));
};

/** Packs the snapshot of the first run as no run does, so that it is known again. */
const markSnapshot = (): Promise<Buffer> => replaceSnapshot(headerOf(stored(SNAPSHOT_KEY)));

describe('a run that finds nothing changed', () => {
  it('compresses nothing: the body of the last snapshot goes behind its own header', async () => {
    const before = await markSnapshot();
    await collect(lake, SECOND);
    const after = stored(SNAPSHOT_KEY);
    expect(bodyOf(after)).toEqual(bodyOf(before));
    const { id, objects } = manifestOf(SECOND);
    expect(headerOf(after)).toEqual(gzipHeader(formatStamp({ run: SECOND, id })));
    const { rows, sha256 } = manifestOf(FIRST).objects.snapshot;
    expect(objects.snapshot).toMatchObject({ rows, sha256, bytes: after.length });
  });

  it('has the same object as the last of its day', async () => {
    await markSnapshot();
    await collect(lake, SECOND);
    expect(stored(historyKey(SECOND))).toEqual(stored(SNAPSHOT_KEY));
  });

  it('compresses nothing where a Region could not be read', async () => {
    const before = await markSnapshot();
    account.region('us-east-1').behaviour = { kind: 'denied' };
    expect(await collect(lake, SECOND)).toMatchObject({ manifest: { all_fresh: false } });
    expect(bodyOf(stored(SNAPSHOT_KEY))).toEqual(bodyOf(before));
  });

  it('compresses nothing where a Region without rows left the plan', async () => {
    const before = await markSnapshot();
    await collect(lake, SECOND, ['eu-west-1', 'us-east-1']);
    expect(bodyOf(stored(SNAPSHOT_KEY))).toEqual(bodyOf(before));
  });

  it('compresses nothing where there is no row at all', async () => {
    account = accountOf({ 'eu-west-1': [] });
    lake = new MemoryLake();
    await collect(lake, FIRST, ['eu-west-1']);
    const before = await markSnapshot();
    await collect(lake, SECOND, ['eu-west-1']);
    expect(bodyOf(stored(SNAPSHOT_KEY))).toEqual(bodyOf(before));
  });

  it('passes on a body for as many runs as find nothing', async () => {
    const before = await markSnapshot();
    const times = ['2026-11-21T06:00:00Z', '2026-11-21T07:00:00Z', '2026-11-22T06:00:00Z'].map(at);
    for (const time of times) await collect(lake, time);
    expect(bodyOf(stored(SNAPSHOT_KEY))).toEqual(bodyOf(before));
    expect(parseStamp(stored(SNAPSHOT_KEY))?.run).toBe(times.at(-1));
  });
});

const headerWith = (flags: number, system: number, ...fields: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, system), ...fields]);

const nameOfFirst = (): Buffer => Buffer.from(`${formatStamp({ run: FIRST, id: manifestOf(FIRST).id })}\0`, 'latin1');

const withChecksum = (header: Buffer): Buffer => {
  const sum = crc32(header);
  return Buffer.concat([header, Buffer.of(sum & 255, (sum >> 8) & 255)]);
};

describe('a snapshot is compressed anew', () => {
  const expectNew = async (before: Buffer, regions?: readonly string[]): Promise<void> => {
    await collect(lake, SECOND, regions);
    const after = stored(SNAPSHOT_KEY);
    const content = gunzipSync(after);
    expect(bodyOf(after)).not.toEqual(bodyOf(before));
    expect(bodyOf(after)).toEqual(Buffer.concat([deflateRawSync(content), gzipSync(content).subarray(-TRAILER_BYTES)]));
    expect(headerOf(after)).toEqual(gzipHeader(formatStamp({ run: SECOND, id: manifestOf(SECOND).id })));
  };

  it('where one tag changed', async () => {
    const before = await markSnapshot();
    account.region('eu-west-1').tag(buildArn('eu-west-1', 'a'), { team: 'x' });
    await expectNew(before);
    expect(gunzipSync(stored(SNAPSHOT_KEY)).toString()).toContain('team');
  });

  it('where a Region with rows left the plan', async () => {
    const before = await markSnapshot();
    await expectNew(before, ['eu-west-1', 'ap-south-1']);
    expect(gunzipSync(stored(SNAPSHOT_KEY)).toString()).not.toContain('us-east-1');
  });

  it('where a Region entered the plan with rows', async () => {
    lake = new MemoryLake();
    await collect(lake, FIRST, ['eu-west-1']);
    await expectNew(await markSnapshot());
    expect(gunzipSync(stored(SNAPSHOT_KEY)).toString()).toContain('us-east-1');
  });

  const content = (): Buffer => gunzipSync(stored(SNAPSHOT_KEY));

  it.each<[string, () => Buffer]>([
    ['extra fields', () => headerWith(0b0_1100, 255, Buffer.of(2, 0, 7, 7), nameOfFirst())],
    ['a comment', () => headerWith(0b1_1000, 255, nameOfFirst(), Buffer.from('comment\0'))],
    ['a checksum', () => withChecksum(headerWith(0b0_1010, 255, nameOfFirst()))],
    ['the mark of another system', () => headerWith(0b0_1000, 3, nameOfFirst())],
  ])('where the header of the last one has %s, and so is none of ours', async (_, header) => {
    const before = content();
    await expectNew(await replaceSnapshot(header()));
    expect(content()).toEqual(before);
  });

  it('where the last one is not the object that its run put, as one of two members', async () => {
    const before = content();
    const [snapshot, half] = [stored(SNAPSHOT_KEY), before.indexOf('\n') + 1];
    const two = Buffer.concat([
      headerOf(snapshot),
      storedBody(before.subarray(0, half)),
      gzipSync(before.subarray(half)),
    ]);
    lake.objects.set(SNAPSHOT_KEY, two);
    await expectNew(two);
    expect(content()).toEqual(before);
  });

  it('where no manifest says what the last one should hold', async () => {
    const before = await markSnapshot();
    for (const key of [...lake.objects.keys()]) if (key !== SNAPSHOT_KEY) lake.objects.delete(key);
    await expectNew(before);
  });
});

type Happening = 'nothing' | 'denied' | 'left' | 'tagged' | 'deleted' | 'created';

/** What a Region holds when the first run comes, and what happens to it before the second. */
interface Life {
  readonly name: string;
  readonly builds: number;
  readonly happening: Happening;
}

const lifeOf = (name: string): fc.Arbitrary<Life> =>
  fc.record({
    name: fc.constant(name),
    builds: fc.nat(3),
    happening: fc.oneof(
      fc.constant<Happening>('nothing'),
      fc.constantFrom<Happening[]>('denied', 'left', 'tagged', 'deleted', 'created'),
    ),
  });

const anyLives = fc
  .tuple(...REGIONS.map(lifeOf))
  .filter((lives) => lives.some(({ happening }) => happening !== 'left'));

const begin = ({ name, builds }: Life) =>
  [name, Array.from({ length: builds }, (_, index) => definition(`w${index}`))] as const;

const goOn = ({ name, builds, happening }: Life): void => {
  const region = account.region(name);
  if (happening === 'denied') region.behaviour = { kind: 'denied' };
  if (happening === 'created') region.create(definition('new'));
  if (happening === 'tagged' && builds > 0) region.tag(buildArn(name, 'w0'), { team: 'x' });
  if (happening === 'deleted' && builds > 0) region.delete(buildArn(name, 'w0'));
};

const copyOf = (from: MemoryLake): MemoryLake => {
  const copy = new MemoryLake();
  for (const [key, bytes] of from.objects) copy.objects.set(key, bytes);
  return copy;
};

const ignoreNothingRead = (error: unknown): void => {
  if (!(error instanceof NothingReadError)) throw error;
};

/** What a lake holds, but for how its snapshots are compressed. */
const contentsOf = (from: MemoryLake) =>
  [...from.objects].map(([key, bytes]) => {
    if (key.endsWith('/snapshot.ndjson.gz')) return [key, parseStamp(bytes), gunzipSync(bytes).toString()];
    return [
      key,
      key.startsWith('manifest/') ? bytes.toString().replaceAll(/"(etag|bytes)": .*/g, '') : bytes.toString('hex'),
    ];
  });

describe('the body of the last snapshot', () => {
  it('is used again exactly where nothing changed, and nobody can tell from the content, the records or the id', async () => {
    await fc.assert(
      fc.asyncProperty(anyLives, async (lives) => {
        account = accountOf(Object.fromEntries(lives.map(begin)));
        lake = new MemoryLake();
        await collect(lake, FIRST);
        const before = await markSnapshot();
        const anew = copyOf(lake);
        changeSnapshotFacts({ etag: 'another' }, anew);
        for (const life of lives) goOn(life);
        const planned = lives.filter(({ happening }) => happening !== 'left').map(({ name }) => name);
        await collect(lake, SECOND, planned).catch(ignoreNothingRead);
        await collect(anew, SECOND, planned).catch(ignoreNothingRead);
        expect(contentsOf(lake)).toEqual(contentsOf(anew));
        const isUnchanged = Object.keys(manifestOf(SECOND).changes).length === 0;
        expect(bodyOf(stored(SNAPSHOT_KEY)).equals(bodyOf(before))).toBe(isUnchanged);
        expect(bodyOf(stored(SNAPSHOT_KEY, anew)).equals(bodyOf(before))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
