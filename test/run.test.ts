import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../lambda/clock';
import type { RowOf, Table } from '../lambda/contract/column';
import { changeKey, coverageKey, historyKey, manifestKey, SNAPSHOT_KEY } from '../lambda/contract/layout';
import type { ScheduledTime } from '../lambda/contract/scheduled-time';
import { changeTable, coverageTable, workflowTable } from '../lambda/contract/tables';
import { FutureRunError, LakeError, ScopeLossError, StoppedError } from '../lambda/errors';
import { type RunRequest, run } from '../lambda/run';
import { NothingReadError } from '../lambda/run-result';
import { decodeRow } from '../lambda/snapshot/ndjson';
import type { Behaviour } from '../local/fake-image-builder/behaviour';
import type { FakeAccount } from '../local/fake-image-builder/fake-account';
import { ACCOUNT, accountOf, buildArn, definition } from './fakes/account';
import { AccountSource } from './fakes/account-source';
import { MemoryLake } from './fakes/memory-lake';
import { at } from './fakes/scheduled-time';

const FIRST = at('2026-11-20T06:00:00Z');
const SECOND = at('2026-11-21T06:00:00Z');
const DENIED: Behaviour = { kind: 'denied' };

let lake: MemoryLake;
let account: FakeAccount;
let source: AccountSource;

beforeEach(() => {
  lake = new MemoryLake();
  account = accountOf({
    // The newest is listed first.
    'eu-west-1': [definition('b', { dateCreated: '2026-10-01T00:00:00.000Z' }), definition('a')],
    'us-east-1': [definition('c', { tags: { team: 'x' } })],
  });
  source = new AccountSource(account);
});

const collect = (scheduledTime: ScheduledTime, request: Partial<RunRequest> = {}, signal?: AbortSignal) => {
  const scratchFolder = join(mkdtempSync(join(tmpdir(), 'run-')), 'scratch');
  const ports = { lake, source, clock: systemClock, scratchFolder, report: () => undefined };
  return run(
    { scheduledTime, accountId: ACCOUNT, regions: 'enabled', excludedRegions: [], dropScope: 'none', ...request },
    ports,
    signal,
  ).finally(() => expect(existsSync(scratchFolder)).toBe(false));
};

const rows = <T extends Table>(table: T, key: string): readonly RowOf<T>[] => {
  const bytes = lake.objects.get(key);
  if (bytes === undefined) throw new Error(`no ${key}`);
  const lines = gunzipSync(bytes).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => decodeRow(table, line));
};

const snapshot = () => rows(workflowTable, SNAPSHOT_KEY);

describe('the first run', () => {
  it('publishes every build of every Region, in ARN order', async () => {
    const result = await collect(FIRST);
    expect(result.status).toBe('published');
    expect(snapshot().map(({ arn }) => arn)).toEqual([
      buildArn('eu-west-1', 'a'),
      buildArn('eu-west-1', 'b'),
      buildArn('us-east-1', 'c'),
    ]);
  });

  it('announces the run last, by its manifest', async () => {
    await collect(FIRST);
    expect(lake.puts.at(-1)).toBe(manifestKey(FIRST));
    expect(lake.objects.get(historyKey(FIRST))).toEqual(lake.objects.get(SNAPSHOT_KEY));
  });

  it('says that its rows entered the scope, not that they were created', async () => {
    await collect(FIRST);
    const changes = rows(changeTable, changeKey(FIRST));
    expect(changes.map(({ change }) => change)).toEqual(['entered_scope', 'entered_scope', 'entered_scope']);
  });

  it('is announced where it is asked to stop while it is being committed', async () => {
    const stop = new AbortController();
    const put = lake.put.bind(lake);
    lake.put = async (key, body, condition) => {
      if (key === SNAPSHOT_KEY) stop.abort();
      return put(key, body, condition);
    };
    expect(await collect(FIRST, {}, stop.signal)).toMatchObject({ status: 'published' });
    expect(lake.objects.has(manifestKey(FIRST))).toBe(true);
  });

  it('is left out of the lake where it is asked to stop before its commit', async () => {
    await expect(collect(FIRST, {}, AbortSignal.abort())).rejects.toThrow(StoppedError);
    expect(lake.puts).toEqual([]);
  });

  it('refuses a scheduled time that lies ahead of the clock, and leaves the lake empty', async () => {
    await expect(collect(at('2999-01-01T00:00:00Z'))).rejects.toThrow(FutureRunError);
    expect(lake.puts).toEqual([]);
  });
});

describe('a later run', () => {
  beforeEach(async () => {
    await collect(FIRST);
    source.calls = [];
  });

  it('makes one list call for each Region and no other, and writes no change object, when nothing changed', async () => {
    await collect(SECOND);
    expect(source.calls.sort()).toEqual(['list eu-west-1', 'list us-east-1']);
    expect(lake.objects.has(changeKey(SECOND))).toBe(false);
  });

  it('keeps the rows of a Region that was denied, and says since when they are', async () => {
    account.region('us-east-1').behaviour = DENIED;
    await collect(SECOND);
    expect(snapshot()).toHaveLength(3);
    expect(rows(coverageTable, coverageKey(SECOND))).toMatchObject([
      { region: 'eu-west-1', outcome: 'complete', as_of: SECOND, rows: 2 },
      { region: 'us-east-1', outcome: 'denied', as_of: FIRST, rows: 1, error_code: 'AccessDeniedException' },
    ]);
  });

  it('says what was created, updated and deleted', async () => {
    const region = account.region('eu-west-1');
    region.tag(buildArn('eu-west-1', 'a'), { team: 'y' });
    region.delete(buildArn('eu-west-1', 'b'));
    region.create(definition('d'));
    await collect(SECOND);
    expect(rows(changeTable, changeKey(SECOND))).toMatchObject([
      {
        change: 'updated',
        name: 'a',
        changed_columns: '["tags"]',
        before: '{"tags":""}',
        after: '{"tags":"\\"team\\"=>\\"y\\""}',
      },
      { change: 'deleted', name: 'b', after: null },
      { change: 'created', name: 'd', before: null },
    ]);
  });

  it('keeps a build that the list lacks, as long as AWS does not say that it is gone', async () => {
    const region = account.region('eu-west-1');
    region.deprecate(buildArn('eu-west-1', 'a'));
    region.habits = { ...region.habits, carryDeprecated: false };
    region.behaviour = { kind: 'denied', actions: ['GetWorkflow'] };
    await collect(SECOND);
    expect(snapshot()).toHaveLength(3);
    expect(rows(coverageTable, coverageKey(SECOND))[0]).toMatchObject({
      outcome: 'partial',
      rows: 2,
      error_code: 'AccessDeniedException',
    });
  });

  it('is published and then fails when no target could be read, also when it is repeated', async () => {
    for (const region of account.regions()) region.behaviour = DENIED;
    await expect(collect(SECOND)).rejects.toThrow(NothingReadError);
    expect(lake.objects.has(manifestKey(SECOND))).toBe(true);
    await expect(collect(SECOND)).rejects.toThrow(NothingReadError);
  });

  it('refuses a plan that lacks a Region which the lake holds, unless it is told to drop it', async () => {
    await expect(collect(SECOND, { regions: ['eu-west-1'] })).rejects.toThrow(ScopeLossError);
    await collect(SECOND, { regions: ['eu-west-1'], dropScope: 'any' });
    expect(rows(changeTable, changeKey(SECOND))).toMatchObject([
      { change: 'left_scope', region: 'us-east-1', before: null },
    ]);
  });

  it('does nothing when it is repeated, and nothing when a later one has been published', async () => {
    await collect(SECOND);
    const puts = lake.puts.length;
    expect((await collect(SECOND)).status).toBe('already_published');
    expect(await collect(FIRST)).toEqual({ run: FIRST, status: 'overtaken', coverage: [] });
    expect(lake.puts).toHaveLength(puts);
  });
});

describe('a run whose snapshot is replaced while it is being read', () => {
  const LAST = at('2026-11-21T07:00:00Z');
  const put = MemoryLake.prototype.put;

  /** So many other runs are published, each just before the snapshot is downloaded. */
  const replaceTimes = (count: number): void => {
    let replaced = 0;
    const read = lake.read.bind(lake);
    lake.read = async (key, options) => {
      if (key === SNAPSHOT_KEY && replaced < count && !isReplacing) {
        isReplacing = true;
        await collect(at(`2026-11-20T1${replaced++}:00:00Z`));
        isReplacing = false;
      }
      return read(key, options);
    };
  };
  let isReplacing = false;

  beforeEach(() => collect(FIRST));

  it('begins again', async () => {
    replaceTimes(4);
    expect(await collect(LAST)).toMatchObject({
      status: 'published',
      manifest: { previous_run: '2026-11-20T13:00:00Z' },
    });
  });

  it('gives up after five times', async () => {
    replaceTimes(5);
    await expect(collect(LAST)).rejects.toThrow('the newest snapshot was replaced 5 times while it was being read');
  });

  it('finds that its own commit landed, where the last try goes unanswered', async () => {
    replaceTimes(4);
    lake.put = async (key, body, condition) => {
      const answer = await put.call(lake, key, body, condition);
      if (key === SNAPSHOT_KEY && !isReplacing) throw new LakeError('no answer came');
      return answer;
    };
    expect(await collect(LAST)).toMatchObject({ status: 'published', coverage: [{ run: LAST }, { run: LAST }] });
    expect(lake.objects.has(manifestKey(LAST))).toBe(true);
  });
});
