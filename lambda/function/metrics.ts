import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, type MetricName, unitOf } from '../contract/metrics';
import { isRead } from '../contract/outcome';
import { NothingReadError, type RunResult } from '../run-result';

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

/** Sends what was counted: one line of Embedded Metric Format on standard output. */
export type SendMetrics = (counts: Counts) => void;

/** By Powertools, whose only dimension is the service that POWERTOOLS_SERVICE_NAME says. */
export const powertoolsMetrics = (): SendMetrics => {
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE });
  return (counts) => {
    for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, unitOf(name), count);
    metrics.publishStoredMetrics();
  };
};
