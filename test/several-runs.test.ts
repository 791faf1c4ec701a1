import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CoverageRow } from '../lambda/contract/tables';
import { run } from '../lambda/run';
import type { RunResult } from '../lambda/run-result';
import { ACCOUNT } from './fakes/account';
import { LimitedSource } from './fakes/limited-source';
import { MemoryLake } from './fakes/memory-lake';
import { at } from './fakes/scheduled-time';
import { VirtualClock } from './fakes/virtual-clock';

/** A fifth of 20,000 builds, in a fifth of the time that a function of Lambda has to read. */
const BUILDS = 4_000;
const READING_SECONDS = 160;
const PER_SECOND = 5;
/** How many details a run can read, where the limit is used to the full. */
const DETAILS = READING_SECONDS * PER_SECOND - BUILDS / 25;

let folder: string;
let clock: VirtualClock;
let lake: MemoryLake;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'several-runs-'));
  clock = new VirtualClock();
  lake = new MemoryLake();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lets time pass while the work waits for it, and only then: what a run does on disk takes none. */
const inVirtualTime = async <T>(work: Promise<T>): Promise<T> => {
  let isDone = false;
  const end = (): void => {
    isDone = true;
  };
  work.then(end, end);
  while (!isDone) {
    await setImmediate();
    if (clock.pending > 0) await clock.run(clock.sleep(1000));
  }
  return work;
};

interface Watched {
  readonly result: RunResult;
  /** The coverage of each target, and after how many seconds it was there. */
  readonly targets: ReadonlyMap<string, { readonly coverage: CoverageRow; readonly seconds: number }>;
}

const collect = async (source: LimitedSource, hour: number): Promise<Watched> => {
  const started = clock.monotonic();
  const targets = new Map<string, { coverage: CoverageRow; seconds: number }>();
  const request = {
    scheduledTime: at(`2026-11-21T${String(hour).padStart(2, '0')}:00:00Z`),
    accountId: ACCOUNT,
    regions: 'enabled' as const,
    excludedRegions: [],
    dropScope: 'none' as const,
    deadline: started + READING_SECONDS * 1000,
  };
  const work = run(request, {
    lake,
    source,
    clock,
    scratchFolder: join(folder, 'scratch'),
    report: (event) => {
      if (event.event !== 'target') return;
      const { coverage } = event;
      targets.set(coverage.region, { coverage, seconds: (clock.monotonic() - started) / 1000 });
    },
  });
  return { result: await inVirtualTime(work), targets };
};

/** How many rows lack their details after each run, until none does, or more runs were made than should be needed. */
const untilAllAreKnown = async (source: LimitedSource): Promise<readonly number[]> => {
  const missing: number[] = [];
  for (let hour = 0; missing.at(-1) !== 0 && hour < 9; hour++) {
    const { result, targets } = await collect(source, hour);
    expect(result.status).toBe('published');
    missing.push(targets.get('eu-west-1')?.coverage.rows_without_detail ?? Number.NaN);
  }
  return missing;
};

describe('a first run over an account that is too large for its limit', () => {
  it.each([
    ['with a list that carries tags', {}],
    ['with a list that carries none, so that a known build is asked for again', undefined],
  ])('is finished by the next ones, each of which publishes what it learnt, %s', async (_, listedTags) => {
    const source = new LimitedSource(clock, { 'eu-west-1': { builds: BUILDS, perSecond: PER_SECOND, listedTags } });
    const missing = await untilAllAreKnown(source);
    expect(missing).toHaveLength(Math.ceil(BUILDS / DETAILS));
    missing.slice(0, -1).forEach((rows, run) => {
      expect(BUILDS - rows).toBeGreaterThan((run + 1) * DETAILS * 0.97);
    });
  });

  it('does not hold up its neighbours', async () => {
    const small = { builds: 64, perSecond: undefined, listedTags: {} };
    const big = { builds: 2_000, perSecond: 1, listedTags: {} };
    const source = new LimitedSource(clock, { 'eu-west-1': big, 'us-east-1': small, 'us-west-2': small });
    const { targets } = await collect(source, 0);
    expect(targets.get('eu-west-1')?.seconds).toBe(READING_SECONDS);
    // 3 pages, and the details 8 at a time, each 30 ms.
    for (const region of ['us-east-1', 'us-west-2'])
      expect(targets.get(region)).toMatchObject({ seconds: 0.33, coverage: { outcome: 'complete', rows: 64 } });
  });
});
