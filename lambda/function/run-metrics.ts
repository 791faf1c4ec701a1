import type { MetricName } from '../contract/metrics';
import { isRead } from '../contract/outcome';
import type { RunResult } from '../run-result';
import { NothingReadError } from '../run-result';

export type Counts = Readonly<Partial<Record<MetricName, number>>>;

/** How a run ended: with a result, also where it failed after it had published, or without one. */
export const countsOf = (result: RunResult | undefined): Counts =>
  result?.status === 'published' ? { RunsPublished: 1, ...countsOfTargets(result) } : { RunsPublished: 0 };

export const resultIn = (error: unknown): RunResult | undefined =>
  error instanceof NothingReadError ? error.result : undefined;

const countsOfTargets = ({ coverage, manifest }: RunResult): Counts => {
  const read = coverage.filter(({ outcome }) => isRead(outcome)).length;
  return {
    TargetsRead: read,
    TargetsFailed: coverage.length - read,
    RowsPublished: sum(coverage.map(({ rows }) => rows)),
    RowsWithoutDetail: sum(coverage.map((row) => row.rows_without_detail)),
    ChangesPublished: sum(Object.values(manifest?.changes ?? {})),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
