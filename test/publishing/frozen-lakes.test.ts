import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../lambda/clock';
import type { RowOf, Table } from '../../lambda/contract/column';
import { changeKey, coverageKey, historyKey, manifestKey, SNAPSHOT_KEY, STEP_KEY } from '../../lambda/contract/layout';
import { parseManifest } from '../../lambda/contract/manifest-text';
import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import { coverageTable, stepTable, workflowTable } from '../../lambda/contract/tables';
import type { Lake } from '../../lambda/lake/lake';
import { run } from '../../lambda/run';
import { decodeRow } from '../../lambda/snapshot/ndjson';
import { parseStamp } from '../../lambda/snapshot/stamp';
import { FIRST_RUN, SECOND_RUN } from '../../local/demo/demo-runs';
import { openDirectoryLake } from '../../local/lake/directory-lake';
import { liveOneDay, sampleAccount } from '../../local/sample-account/sample-account';
import { AccountSource } from '../fakes/account-source';
import { at } from '../fakes/scheduled-time';

/** A lake that the demo of each released schema version wrote. docs/growing.md says when there is one more. */
const FROZEN = join(__dirname, '../frozen');
const THIRD_RUN = at('2026-11-23T06:00:00Z');

let folder: string;

afterEach(() => rmSync(folder, { recursive: true }));

interface Collector {
  readonly accountId?: string;
  /** The put behind which it dies. */
  readonly lastPut?: number;
}

const collect = async (scheduledTime: ScheduledTime, { accountId, lastPut }: Collector = {}) => {
  const account = sampleAccount();
  liveOneDay(account);
  const request = {
    scheduledTime,
    accountId: accountId ?? account.accountId,
    regions: 'enabled',
    excludedRegions: [],
    dropScope: 'none',
  } as const;
  const lake = dyingBehind(lastPut, await openDirectoryLake(folder));
  const scratchFolder = join(folder, '.working', 'scratch');
  const source = new AccountSource(account);
  return run(request, { lake, source, clock: systemClock, scratchFolder, report: () => undefined });
};

const dyingBehind = (lastPut: number | undefined, lake: Lake): Lake => {
  let puts = 0;
  const put: Lake['put'] = async (...given) => {
    const answer = await lake.put(...given);
    if (++puts === lastPut) throw new Error('killed');
    return answer;
  };
  return { ...lake, put };
};

const textOf = (key: string): string => gunzipSync(readFileSync(join(folder, key))).toString('utf8');

const rowsOf = <T extends Table>(table: T, key: string): readonly RowOf<T>[] =>
  textOf(key)
    .split('\n')
    .slice(0, -1)
    .map((line) => decodeRow(table, line));

const manifestOf = (time: ScheduledTime) => {
  const parsed = parseManifest(readFileSync(join(folder, manifestKey(time)), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

describe.each(readdirSync(FROZEN))('the lake that a program of %s wrote', (version) => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'frozen-'));
    cpSync(join(FROZEN, version, 'lake'), folder, { recursive: true });
  });

  it('is carried over and compared: a run that finds nothing new writes no change', async () => {
    const result = await collect(THIRD_RUN);
    expect(result.manifest).toMatchObject({ previous_run: SECOND_RUN, changes: {}, objects: { change: null } });
    expect(result.manifest?.objects.snapshot.rows).toBe(manifestOf(SECOND_RUN).objects.snapshot.rows);
  });

  it('is spelled as today in every row, also in those of a Region that cannot be read', async () => {
    const before = rowsOf(workflowTable, SNAPSHOT_KEY);
    await collect(THIRD_RUN);
    expect(rowsOf(workflowTable, SNAPSHOT_KEY)).toEqual(before);
    expect(textOf(SNAPSHOT_KEY)).toContain('\\"default_value\\":');
    expect(textOf(SNAPSHOT_KEY)).not.toContain('\\"defaultValue\\":');
    const denied = rowsOf(coverageTable, coverageKey(THIRD_RUN)).find(({ outcome }) => outcome === 'denied');
    expect(denied).toMatchObject({ region: 'ap-southeast-2', as_of: FIRST_RUN });
  });

  it('has its steps with the next run, though that finds nothing new', async () => {
    const { manifest } = await collect(THIRD_RUN);
    expect(manifest).toMatchObject({ changes: {}, objects: { step: { key: STEP_KEY } } });
    const readable = rowsOf(workflowTable, SNAPSHOT_KEY).filter(({ data }) => data !== null);
    const steps = rowsOf(stepTable, STEP_KEY);
    expect([...new Set(steps.map(({ arn }) => arn))]).toEqual(readable.map(({ arn }) => arn));
    expect(steps.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('has its steps, though the program of today died behind put %i', async (lastPut) => {
    await collect(THIRD_RUN, { lastPut }).catch(({ message }: Error) => expect(message).toBe('killed'));
    await collect(THIRD_RUN);
    const steps = textOf(STEP_KEY);
    const { rows, sha256 } = manifestOf(THIRD_RUN).objects.step ?? {};
    expect([rows, sha256]).toEqual([86, createHash('sha256').update(steps).digest('hex')]);
    expect(parseStamp(readFileSync(join(folder, STEP_KEY)))?.id).toBe(manifestOf(THIRD_RUN).id);
  });

  it('is of the account that it holds, and refused to another', async () => {
    const refused = /collected from account 111122223333, but this run collects from 444455556666/;
    await expect(collect(THIRD_RUN, { accountId: '444455556666' })).rejects.toThrow(refused);
    const { manifest } = await collect(THIRD_RUN);
    expect(manifest?.collector_account_id).toBe('111122223333');
  });

  it('keeps what its earlier runs published as it was', async () => {
    const published = [historyKey(SECOND_RUN), changeKey(SECOND_RUN), coverageKey(SECOND_RUN), manifestKey(SECOND_RUN)];
    const before = published.map((key) => readFileSync(join(folder, key)));
    await collect(THIRD_RUN);
    expect(published.map((key) => readFileSync(join(folder, key)))).toEqual(before);
  });

  it('is announced as its program would have done it, where that was killed after its commit', async () => {
    const published = [historyKey(SECOND_RUN), changeKey(SECOND_RUN), coverageKey(SECOND_RUN), manifestKey(SECOND_RUN)];
    const before = published.map((key) => readFileSync(join(folder, key)));
    for (const key of published) rmSync(join(folder, key));
    const result = await collect(THIRD_RUN);
    expect(result.manifest?.previous_run).toBe(SECOND_RUN);
    expect(published.map((key) => readFileSync(join(folder, key)))).toEqual(before);
  });
});
