import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../lambda/clock';
import { parseScheduledTime } from '../lambda/contract/scheduled-time';
import type { CoverageRow } from '../lambda/contract/tables';
import { type RunRequest, type RunResult, run } from '../lambda/run';
import type { AwsSource } from '../lambda/source/aws/source';
import { openDirectoryLake } from '../local/lake/directory-lake';

/** What one run cost. */
export interface RunCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly rows: number;
  readonly listCalls: number;
  readonly getCalls: number;
}

interface MeasuredRun {
  readonly result: RunResult;
  readonly cost: RunCost;
}

export const scheduledTimeIn = (text: string): RunRequest['scheduledTime'] => {
  const scheduledTime = parseScheduledTime(text);
  if (scheduledTime === undefined) throw new Error(`no scheduled time: ${text}`);
  return scheduledTime;
};

/** One run into a folder, and what it and the start of this process cost. */
export const measuredRun = async (request: RunRequest, source: AwsSource, lakeFolder: string): Promise<MeasuredRun> => {
  const started = performance.now();
  const result = await run(request, {
    lake: await openDirectoryLake(lakeFolder),
    source,
    clock: systemClock,
    scratchFolder: join(mkdtempSync(join(tmpdir(), 'bench-')), 'scratch'),
    report: () => undefined,
  });
  source.close();
  return { result, cost: costOf(result.coverage, started) };
};

const costOf = (coverage: readonly CoverageRow[], started: number): RunCost => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const sum = (pick: (row: CoverageRow) => number) => coverage.reduce((n, row) => n + pick(row), 0);
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1024,
    rows: sum(({ rows }) => rows),
    listCalls: sum(({ list_calls }) => list_calls),
    getCalls: sum(({ get_calls }) => get_calls),
  };
};
