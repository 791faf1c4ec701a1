import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lambda/clock';
import { historyKey, manifestKey, SNAPSHOT_KEY, STEP_KEY, stagingKeys } from '../../lambda/contract/layout';
import type { Manifest } from '../../lambda/contract/manifest';
import { formatManifest, parseDraftManifest, parseManifest } from '../../lambda/contract/manifest-text';
import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import { type StepRow, stepTable } from '../../lambda/contract/tables';
import { type RunPorts, run } from '../../lambda/run';
import { gzipHeader } from '../../lambda/snapshot/gzip-header';
import { decodeRow } from '../../lambda/snapshot/ndjson';
import { parseStamp, STAMP_LENGTH } from '../../lambda/snapshot/stamp';
import { READING_VERSION } from '../../lambda/steps/reading-version';
import type { Target } from '../../lambda/target';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { ACCOUNT, accountOf, buildArn, definition } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';
import { MemoryLake } from '../fakes/memory-lake';
import { at } from '../fakes/scheduled-time';

const FIRST = at('2026-11-20T06:00:00Z');
const SECOND = at('2026-11-21T06:00:00Z');
const THIRD = at('2026-11-22T06:00:00Z');
const REGIONS = ['eu-west-1', 'us-east-1'] as const;
const HEADER_BYTES = gzipHeader('x'.repeat(STAMP_LENGTH)).length;

/** A document of steps with these names. */
const documentOf = (...names: readonly string[]): string =>
  `steps:\n${names.map((name) => `  - { name: ${name}, action: WaitForAction }\n`).join('')}`;

let lake: MemoryLake;
let account: FakeAccount;

beforeEach(async () => {
  lake = new MemoryLake();
  account = accountOf({
    'eu-west-1': [
      definition('b', { data: documentOf('Launch', 'Wait') }),
      definition('a', { data: documentOf('Build') }),
    ],
    'us-east-1': [definition('c', { data: 'no steps in here' })],
  });
  await collect(FIRST);
});

const collect = (scheduledTime: ScheduledTime, ports: Partial<RunPorts> = {}) =>
  run(
    { scheduledTime, accountId: ACCOUNT, regions: REGIONS, excludedRegions: [], dropScope: 'any' },
    {
      lake,
      source: new AccountSource(account),
      clock: systemClock,
      scratchFolder: join(mkdtempSync(join(tmpdir(), 'steps-')), 'scratch'),
      report: () => undefined,
      ...ports,
    },
  );

const stored = (key: string): Buffer => {
  const bytes = lake.objects.get(key);
  if (bytes === undefined) throw new Error(`no ${key}`);
  return bytes;
};

const manifestOf = (time: ScheduledTime): Manifest => {
  const parsed = parseManifest(stored(manifestKey(time)).toString());
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

const contentOf = (key: string): string => gunzipSync(stored(key)).toString();

const steps = (): readonly StepRow[] =>
  contentOf(STEP_KEY)
    .split('\n')
    .slice(0, -1)
    .map((line) => decodeRow(stepTable, line));

/** The steps by their keys, without the Region's part of an ARN. */
const names = (): readonly string[] =>
  steps().map(({ region, _key, step, problem }) => `${region} ${_key.split('/')[2]} ${step ?? problem}`);

const NAMES_OF_FIRST = [
  'eu-west-1 a Build',
  'eu-west-1 b Launch',
  'eu-west-1 b Wait',
  'us-east-1 c The document is not a map.',
];

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Replaces the steps of the first run, and has its manifest name these, as if the run had put them. */
const replaceSteps = async (
  content: string,
  facts: Partial<Manifest['objects']['step']> = {},
  compress: (content: string) => Buffer = gzipSync,
): Promise<void> => {
  const { id, objects, ...manifest } = manifestOf(FIRST);
  const header = stored(STEP_KEY).subarray(0, HEADER_BYTES);
  lake.objects.set(STEP_KEY, Buffer.concat([header, compress(content).subarray(10)]));
  const there = await lake.peek(STEP_KEY);
  if (there.answer !== 'object' || objects.step === null) throw new Error('unreachable');
  const { etag, bytes } = there;
  const step = { ...objects.step, etag, bytes, sha256: sha256(content), ...facts };
  lake.objects.set(manifestKey(FIRST), Buffer.from(formatManifest({ ...manifest, id, objects: { ...objects, step } })));
};

/** Gives them other words than the documents have: so it can be told which ones a later run takes over. */
const markSteps = (facts: Partial<Manifest['objects']['step']> = {}): Promise<void> =>
  replaceSteps(contentOf(STEP_KEY).replaceAll('"step":"', '"step":"marked '), facts);

const isMarked = (name: string): boolean => name.includes(' marked ');

const retag = (): void => account.region('eu-west-1').tag(buildArn('eu-west-1', 'b'), { team: 'x' });

describe('the steps of a lake', () => {
  it('are those of every document, in the order of the ARNs and within each as written', () => {
    expect(names()).toEqual(NAMES_OF_FIRST);
  });

  it('name the run and the attempt of their snapshot', () => {
    expect(parseStamp(stored(STEP_KEY))).toEqual({ run: FIRST, id: manifestOf(FIRST).id });
    expect(parseStamp(stored(STEP_KEY))).toEqual(parseStamp(stored(SNAPSHOT_KEY)));
  });

  it('are named by the manifest, with what they hold', async () => {
    const there = await lake.peek(STEP_KEY);
    if (there.answer !== 'object') throw new Error('unreachable');
    expect(manifestOf(FIRST).objects.step).toEqual({
      key: STEP_KEY,
      version_id: null,
      etag: there.etag,
      bytes: stored(STEP_KEY).length,
      rows: 4,
      sha256: sha256(contentOf(STEP_KEY)),
      reading_version: READING_VERSION,
    });
  });

  it('come before the manifest, which is still the last', () => {
    const [last, ...before] = lake.puts.toReversed();
    expect(last).toBe(manifestKey(FIRST));
    expect(before).toContain(STEP_KEY);
  });

  it('lack those of a build whose document is unknown', async () => {
    account.region('eu-west-1').create(definition('d', { data: documentOf('Hidden') }));
    account.region('eu-west-1').behaviour = { kind: 'denied', actions: ['GetWorkflow'] };
    await collect(SECOND);
    expect(contentOf(SNAPSHOT_KEY)).toContain('workflow/build/d/');
    expect(names()).toEqual(NAMES_OF_FIRST);
  });

  it('lose those of a build that is gone, and gain those of a new one', async () => {
    account.region('eu-west-1').delete(buildArn('eu-west-1', 'a'));
    account.region('eu-west-1').create(definition('z', { data: documentOf('New') }));
    await collect(SECOND);
    const [, ...rest] = NAMES_OF_FIRST;
    expect(names()).toEqual([...rest.slice(0, 2), 'eu-west-1 z New', ...rest.slice(2)]);
  });

  it('stay with the rows of a Region that cannot be read', async () => {
    account.region('us-east-1').behaviour = { kind: 'denied' };
    retag();
    await collect(SECOND);
    expect(names()).toEqual(NAMES_OF_FIRST);
  });
});

describe('a document is not read again', () => {
  it('where its build did not change, though others did', async () => {
    await markSteps();
    retag();
    await collect(SECOND);
    expect(names()).toEqual([
      'eu-west-1 a marked Build',
      'eu-west-1 b Launch',
      'eu-west-1 b Wait',
      'us-east-1 c The document is not a map.',
    ]);
  });

  it('where nothing changed: the compressed steps go behind the header of the run', async () => {
    const otherwise = (content: string): Buffer => gzipSync(content, { level: 0 });
    await replaceSteps(contentOf(STEP_KEY), {}, otherwise);
    const before = stored(STEP_KEY);
    await collect(SECOND);
    expect(stored(STEP_KEY).subarray(HEADER_BYTES)).toEqual(before.subarray(HEADER_BYTES));
    expect(parseStamp(stored(STEP_KEY))).toEqual({ run: SECOND, id: manifestOf(SECOND).id });
    expect(manifestOf(SECOND).objects.step?.sha256).toBe(manifestOf(FIRST).objects.step?.sha256);
  });
});

describe('every document is read again', () => {
  it.each<[string, () => Promise<void>]>([
    ['another version of reading made the last steps', () => markSteps({ reading_version: READING_VERSION + 1 })],
    ['the last steps are not the object that their run put', () => markSteps({ etag: 'another' })],
    [
      'the last steps are gone',
      async () => {
        await markSteps();
        lake.objects.delete(STEP_KEY);
      },
    ],
    [
      'no manifest says what the last steps hold',
      async () => {
        await markSteps();
        for (const key of lake.objects.keys()) if (/^(manifest|run)\//.test(key)) lake.objects.delete(key);
      },
    ],
  ])('where %s', async (_, prepare) => {
    await prepare();
    const unchanged = new Map(lake.objects);
    await collect(SECOND);
    expect(names()).toEqual(NAMES_OF_FIRST);

    lake.objects.clear();
    for (const [key, bytes] of unchanged) lake.objects.set(key, bytes);
    retag();
    await collect(SECOND);
    expect(names()).toEqual(NAMES_OF_FIRST);
  });

  it('before a target is read, so that it takes nothing from the time for publishing', async () => {
    lake.objects.delete(STEP_KEY);
    const scratchFolder = join(mkdtempSync(join(tmpdir(), 'steps-')), 'scratch');
    const stepsAtCall: string[] = [];
    class WatchedSource extends AccountSource {
      override imageBuilder(target: Target) {
        stepsAtCall.push(gunzipSync(readFileSync(join(scratchFolder, 'last-steps.ndjson.gz'))).toString());
        return super.imageBuilder(target);
      }
    }
    retag();
    await collect(SECOND, { source: new WatchedSource(account), scratchFolder });
    expect(stepsAtCall).toEqual([contentOf(STEP_KEY), contentOf(STEP_KEY)]);
  });
});

describe('steps that are not what their manifest says', () => {
  it('stop a run that would take some of them over; without them it goes on', async () => {
    await markSteps({ sha256: 'a'.repeat(64) });
    retag();
    await expect(collect(SECOND)).rejects.toThrow(
      `memory/${STEP_KEY}: its content is not what its manifest says. Delete this object, then run again`,
    );
    expect(parseStamp(stored(SNAPSHOT_KEY))?.run).toBe(FIRST);
    lake.objects.delete(STEP_KEY);
    await collect(SECOND);
    expect(names()).toEqual(NAMES_OF_FIRST);
  });

  it.each<[string, string, () => Promise<void>]>([
    [
      'is no row',
      'not a row of imagebuilder_workflow_step: a line must begin with _key',
      () => replaceSteps('Launch\n'),
    ],
    [
      'is cut off',
      'it is no whole gzip file (Z_BUF_ERROR)',
      () => replaceSteps(contentOf(STEP_KEY), {}, (content) => gzipSync(content).subarray(0, -20)),
    ],
  ])('stop a run where a line %s, which tells nothing of it', async (_, problem, breakSteps) => {
    await breakSteps();
    retag();
    const error = await collect(SECOND).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(`memory/${STEP_KEY}: ${problem}. Delete this object, then run again`);
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toMatch(/Launch|in here/);
  });

  it('stop a publication where they are of no run', async () => {
    lake.objects.set(STEP_KEY, Buffer.from('nothing'));
    await expect(collect(SECOND)).rejects.toThrow(
      `memory/${STEP_KEY}: it is not gzip, or its header does not say which run wrote it. Move it away, then run again`,
    );
    lake.objects.delete(STEP_KEY);
    await collect(THIRD);
    expect(names().filter(isMarked)).toEqual([]);
    expect(parseStamp(stored(STEP_KEY))?.run).toBe(THIRD);
  });
});

describe('a snapshot that was put back, where a later run has been', () => {
  it.each([
    ['steps', THIRD, STEP_KEY],
    ['history', at('2026-11-21T07:00:00Z'), historyKey(SECOND)],
  ])(
    'has later %s named, which are in the way of the next run’s manifest until they are moved',
    async (_, later, key) => {
      const before = stored(SNAPSHOT_KEY);
      await collect(later);
      lake.objects.set(SNAPSHOT_KEY, before);

      const named = `memory/${key}: it is of ${later}, a later run than the newest snapshot, which is of ${SECOND}. Move it away, then run again`;
      await expect(collect(SECOND)).rejects.toThrow(named);
      await expect(collect(at('2026-11-21T06:30:00Z'))).rejects.toThrow(named);
      lake.objects.delete(key);
      if (key !== STEP_KEY) lake.objects.delete(STEP_KEY);
      await collect(SECOND);
      expect(manifestOf(SECOND).previous_run).toBe(FIRST);
      expect(parseStamp(stored(STEP_KEY))).toEqual({ run: SECOND, id: manifestOf(SECOND).id });
    },
  );
});

describe('a run that was committed and never published', () => {
  /** As it is where the second run dies right behind its commit. */
  const commitSecond = async (): Promise<Manifest> => {
    const before = stored(STEP_KEY);
    account.region('eu-west-1').create(definition('z', { data: documentOf('New') }));
    await collect(SECOND);
    const manifest = manifestOf(SECOND);
    lake.objects.set(STEP_KEY, before);
    lake.objects.delete(manifestKey(SECOND));
    return manifest;
  };

  it('has its steps made from its snapshot, by whoever comes next', async () => {
    const manifest = await commitSecond();
    expect((await collect(SECOND)).status).toBe('already_published');
    expect(manifestOf(SECOND)).toEqual(manifest);
    expect(names()).toContain('eu-west-1 z New');
    expect(parseStamp(stored(STEP_KEY))).toEqual({ run: SECOND, id: manifest.id });
  });

  it('is announced with the steps that are there already', async () => {
    const manifest = await commitSecond();
    await collect(SECOND);
    lake.objects.delete(manifestKey(SECOND));
    const puts = lake.puts.length;
    await collect(SECOND);
    expect(lake.puts.slice(puts)).toEqual([manifestKey(SECOND)]);
    expect(manifestOf(SECOND)).toEqual(manifest);
  });

  const changeDraft = (facts: Partial<Manifest['objects']['step']>): void => {
    const key = stagingKeys(SECOND, parseStamp(stored(SNAPSHOT_KEY))?.id ?? '').manifest;
    const parsed = parseDraftManifest(stored(key).toString());
    if (!parsed.ok || parsed.value.step === null) throw new Error('unreachable');
    const draft = { ...parsed.value, step: { ...parsed.value.step, ...facts } };
    lake.objects.set(key, Buffer.from(formatManifest(draft)));
  };

  it.each([
    ['says that it reads otherwise', { reading_version: READING_VERSION + 1 }],
    ['reads otherwise', { sha256: 'a'.repeat(64) }],
  ])('is announced without steps by a program that %s; the next run has its own', async (_, facts) => {
    await commitSecond();
    changeDraft(facts);
    await collect(SECOND);
    expect(manifestOf(SECOND).objects).toMatchObject({ step: null, history: { key: historyKey(SECOND) } });
    expect(parseStamp(stored(STEP_KEY))?.run).toBe(FIRST);
    await collect(THIRD);
    expect(names()).toContain('eu-west-1 z New');
    expect(manifestOf(THIRD).objects.step?.rows).toBe(5);
  });

  it('stops where its snapshot cannot be read back', async () => {
    await commitSecond();
    lake.objects.delete(historyKey(SECOND));
    const snapshot = stored(SNAPSHOT_KEY);
    lake.objects.set(SNAPSHOT_KEY, snapshot.subarray(0, snapshot.length - 20));
    await expect(collect(THIRD)).rejects.toThrow(`memory/${SNAPSHOT_KEY}: it is no whole gzip file (Z_BUF_ERROR)`);
  });
});
