import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lambda/clock';
import { coverageKey, historyKey, manifestKey, SNAPSHOT_KEY } from '../../lambda/contract/layout';
import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import { SCHEMA_VERSION } from '../../lambda/contract/tables';
import { FutureRunError, UnreadableLakeError } from '../../lambda/errors';
import { run } from '../../lambda/run';
import { gzipHeader } from '../../lambda/snapshot/gzip-header';
import { ACCOUNT, accountOf, definition } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';
import { MemoryLake } from '../fakes/memory-lake';
import { at } from '../fakes/scheduled-time';

const FIRST = at('2026-11-20T06:00:00Z');
const SECOND = at('2026-11-20T07:00:00Z');

let lake: MemoryLake;

const collect = (scheduledTime: ScheduledTime) =>
  run(
    { scheduledTime, accountId: ACCOUNT, regions: ['eu-west-1'], excludedRegions: [], dropScope: 'none' },
    {
      lake,
      source: new AccountSource(accountOf({ 'eu-west-1': [definition('a'), definition('b')] })),
      clock: systemClock,
      scratchFolder: join(mkdtempSync(join(tmpdir(), 'broken-')), 'scratch'),
      report: () => undefined,
    },
  );

const stored = (key: string): Buffer => {
  const bytes = lake.objects.get(key);
  if (bytes === undefined) throw new Error(`no ${key}`);
  return bytes;
};

/** A snapshot with the header of the last run, and other lines. */
const withLines = (change: (lines: string[]) => string[]): Buffer => {
  const bytes = stored(SNAPSHOT_KEY);
  const lines = gunzipSync(bytes).toString('utf8').split('\n').slice(0, -1);
  const text = Buffer.from(
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const trailer = gzipSync(text).subarray(-8);
  return Buffer.concat([bytes.subarray(0, gzipHeader('x'.repeat(49)).length), deflateRawSync(text), trailer]);
};

beforeEach(async () => {
  lake = new MemoryLake();
  await collect(FIRST);
});

/** The error of a run over the lake as it is, after it has been seen to leave the lake as it was. */
const refusal = async (): Promise<unknown> => {
  const before = new Map(lake.objects);
  const error = await collect(SECOND).catch((thrown: unknown) => thrown);
  expect(lake.objects).toEqual(before);
  return error;
};

const damages: readonly (readonly [string, () => Buffer, string])[] = [
  ['is cut off', () => stored(SNAPSHOT_KEY).subarray(0, -20), 'it is no whole gzip file'],
  ['is not gzip', () => Buffer.from('{"_key":"…"}\n'), 'it is not gzip, or its header does not say which run wrote it'],
  ['was written by another program', () => gzipSync(gunzipSync(stored(SNAPSHOT_KEY))), 'does not say which run'],
  ['has its rows out of order', () => withLines((lines) => lines.reverse()), 'row 2 is out of order'],
  ['has a row twice', () => withLines(([first = '', ...rest]) => [first, first, ...rest]), 'row 2 is out of order'],
  ['lacks a row', () => withLines((lines) => lines.slice(1)), 'its manifest says 2 rows'],
  ['holds a line that is no row', () => withLines((lines) => ['{"secret":"hunter2"}', ...lines]), 'row 1 is not valid'],
  ['holds a line that is not JSON', () => withLines((lines) => [...lines, 'hunter2']), 'row 3 is not valid'],
];

describe('a current snapshot that cannot be read back stops the run, with what, where and what to do', () => {
  it.each(damages)('when it %s', async (_, damaged, problem) => {
    lake.objects.set(SNAPSHOT_KEY, damaged());
    const error = await refusal();
    expect(error).toBeInstanceOf(UnreadableLakeError);
    expect(String(error)).toContain(problem);
    expect(String(error)).toContain(`memory/${SNAPSHOT_KEY}: `);
    expect(String(error)).toMatch(
      /\. The lake is left as it is: put the last good version of this object back, then run again$/,
    );
    expect(String(error)).not.toContain('hunter2');
  });

  it('when it is of a run that lies ahead of the clock', async () => {
    const body = stored(SNAPSHOT_KEY).subarray(gzipHeader('x'.repeat(49)).length);
    lake.objects.set(SNAPSHOT_KEY, Buffer.concat([gzipHeader(`29990101T000000Z.${'a'.repeat(32)}`), body]));
    const error = await refusal();
    expect(error).toBeInstanceOf(FutureRunError);
    expect(String(error)).toMatch(
      /snapshot\.ndjson\.gz: the newest snapshot is of 2999-01-01T00:00:00Z, which lies ahead of the clock \(20.*Z\)\. Set the clock right, or put an older version of this object back$/,
    );
  });

  it('when a newer version of this program wrote it', async () => {
    const manifest = JSON.parse(stored(manifestKey(FIRST)).toString('utf8'));
    lake.objects.set(
      manifestKey(FIRST),
      Buffer.from(JSON.stringify({ ...manifest, schema_version: SCHEMA_VERSION + 1, novelty: true })),
    );
    const error = await refusal();
    expect(error).toBeInstanceOf(UnreadableLakeError);
    expect(String(error)).toMatch(/\. A newer version of imagebuilder-workflow-lake wrote it: upgrade this one$/);
  });
});

describe('a lake whose snapshot is gone', () => {
  it('is never taken for a new one: the rows of a Region that cannot be read would vanish', async () => {
    lake.objects.delete(SNAPSHOT_KEY);
    const error = await refusal();
    expect(error).toBeInstanceOf(UnreadableLakeError);
    expect(String(error)).toMatch(/runs were published here, but the newest snapshot has been deleted\. Put it back: /);
    expect(String(error)).toContain("the last day's imagebuilder_workflow_history/dt=…/snapshot.ndjson.gz");
  });

  it('goes on where the last history is put in its place', async () => {
    lake.objects.delete(SNAPSHOT_KEY);
    lake.objects.set(SNAPSHOT_KEY, stored(historyKey(FIRST)));
    expect((await collect(SECOND)).manifest).toMatchObject({ previous_run: FIRST, changes: {} });
  });

  it('is a new one where no run was ever published', async () => {
    lake.objects.clear();
    expect((await collect(SECOND)).manifest).toMatchObject({ previous_run: null });
  });

  it('is read again where another first run was published in the meantime', async () => {
    const published = new Map(lake.objects);
    lake.objects.clear();
    lake.isEmpty = async () => {
      for (const [key, bytes] of published) lake.objects.set(key, bytes);
      return false;
    };
    expect((await collect(SECOND)).manifest).toMatchObject({ previous_run: FIRST, changes: {} });
  });
});

describe('other objects that are not what a run wrote', () => {
  it.each([
    [
      'coverage that is not gzip',
      coverageKey(FIRST),
      Buffer.from('nothing'),
      'it is no whole gzip file (Z_DATA_ERROR)',
    ],
    ['coverage of other content', coverageKey(FIRST), gzipSync(''), 'its content is not what the manifest says'],
    ['coverage that is cut off', coverageKey(FIRST), gzipSync('{'), 'its last row is cut off'],
    ['a manifest that is not JSON', manifestKey(FIRST), Buffer.from('<html>'), 'is not JSON'],
  ])('stop the run, name the object, and say what to do: %s', async (_, key, bytes, problem) => {
    lake.objects.set(key, bytes);
    const error = await refusal();
    expect(error).toEqual(new UnreadableLakeError('memory', key, problem, 'Put back what the run wrote'));
  });

  it('stop the run before coverage without a newline fills the memory', async () => {
    lake.objects.set(coverageKey(FIRST), gzipSync('a'.repeat(33_000_000)));
    expect(String(await refusal())).toContain('a line is longer than 32000000 bytes');
  });

  it('stop the run before a manifest of any size fills the memory', async () => {
    const ordinary = lake.read.bind(lake);
    let sent = 0;
    lake.read = async (key, options) => {
      const answer = await ordinary(key, options);
      if (key !== manifestKey(FIRST) || answer.answer !== 'object') return answer;
      const body = async function* () {
        for (; sent < 64 * 1024 * 1024; sent += 1024 * 1024) yield Buffer.alloc(1024 * 1024, ' ');
      };
      return { ...answer, body: body() };
    };
    expect(String(await refusal())).toContain(manifestKey(FIRST));
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('stop the publication of a run whose day holds a history that is none', async () => {
    lake.objects.set(historyKey(FIRST), Buffer.from('nothing'));
    await expect(collect(SECOND)).rejects.toThrow(
      `memory/${historyKey(FIRST)}: it is not gzip, or its header does not say which run wrote it. Move it away, then run again`,
    );
  });
});

describe('records that have expired', () => {
  it('leave the rows in place when the coverage of the last run is gone', async () => {
    lake.objects.delete(coverageKey(FIRST));
    const { manifest } = await collect(SECOND);
    expect(manifest).toMatchObject({ changes: {}, objects: { snapshot: { rows: 2 }, change: null } });
  });

  it('are passed over when a run was never announced: the lake is not wedged', async () => {
    for (const key of lake.objects.keys()) if (/^(manifest|run)\//.test(key)) lake.objects.delete(key);
    const { status, manifest } = await collect(SECOND);
    expect(status).toBe('published');
    expect(manifest).toMatchObject({ previous_run: FIRST, objects: { snapshot: { rows: 2 } } });
  });
});
