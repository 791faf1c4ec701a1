import { Metrics } from '@aws-lambda-powertools/metrics';
import { CHANGE_METRICS, METRIC_NAMESPACE, type MetricName, OUTCOME_METRICS, unitOf } from '../contract/metrics';
import { CHANGES, isRead, OUTCOMES } from '../contract/outcome';
import { NothingReadError, type RunResult } from '../run-result';

export type Counts = Readonly<Partial<Record<MetricName, number>>>;

/** How a run ended: with a result, also where it failed after it had published, or without one. */
export const countsOf = (result: RunResult | undefined): Counts =>
  result?.status === 'published' ? { RunsPublished: 1, ...countsOfPublished(result) } : { RunsPublished: 0 };

export const resultIn = (error: unknown): RunResult | undefined =>
  error instanceof NothingReadError ? error.result : undefined;

const countsOfPublished = (result: RunResult): Counts => {
  const { coverage, manifest } = result;
  return {
    TargetsFailed: coverage.filter(({ outcome }) => !isRead(outcome)).length,
    RowsPublished: sum(coverage.map(({ rows }) => rows)),
    RowsWithoutDetail: sum(coverage.map((row) => row.rows_without_detail)),
    ...ageOfOldest(result),
    ...totalsOf(OUTCOMES, OUTCOME_METRICS, manifest?.outcomes),
    ...totalsOf(CHANGES, CHANGE_METRICS, manifest?.changes),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** A target that was never read has no age. */
const ageOfOldest = ({ run, coverage }: RunResult): Counts => {
  const ages = coverage.flatMap((row) => (row.as_of === null ? [] : [Date.parse(run) - Date.parse(row.as_of)]));
  if (ages.length === 0) return {};
  return { OldestTargetSeconds: ages.reduce((one, other) => Math.max(one, other)) / 1000 };
};

/** The manifest leaves out what is 0, and so it is not sent. */
const totalsOf = <K extends string>(
  kinds: readonly K[],
  names: Readonly<Record<K, MetricName>>,
  totals: Readonly<Partial<Record<K, number>>> | undefined,
): Counts =>
  Object.fromEntries(
    kinds.flatMap((kind) => {
      const total = totals?.[kind];
      return total === undefined ? [] : [[names[kind], total]];
    }),
  );

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
