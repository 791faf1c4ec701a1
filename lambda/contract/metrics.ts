/** The namespace of the metrics in CloudWatch. */
export const METRIC_NAMESPACE = 'ImageBuilderWorkflowLake';

/** The only dimension: POWERTOOLS_SERVICE_NAME. Accounts and Regions are in the coverage table and in the log. */
export const METRIC_DIMENSION = 'service';

/**
 * What the handler counts, and the alarms read, each with its meaning. RunsPublished, RecordsLost and RunSeconds are sent
 * by every invocation that reaches its end, be it with an error; the others by the one that published its run, so that a
 * repeated invocation counts no target twice. The function does not read it: it would carry the words.
 */
export const METRICS = {
  RunsPublished: 'Runs published by this invocation: 1 or 0.',
  RecordsLost: 'Earlier runs whose changes and coverage expired unpublished.',
  RunSeconds: 'How long the invocation took.',
  TargetsRead: 'Targets whose outcome is complete or partial.',
  TargetsFailed: 'Targets with any other outcome: their rows are those of an earlier run.',
  RowsPublished: 'Rows of the snapshot.',
  RowsWithoutDetail: 'Rows of the snapshot whose data is null.',
  ChangesPublished: 'Rows that the run changed, of all kinds.',
} as const satisfies Readonly<Record<string, string>>;

export type MetricName = keyof typeof METRICS;

/** The unit of a metric, which is in its name. */
export const unitOf = (name: string): 'Seconds' | 'Count' => (name.endsWith('Seconds') ? 'Seconds' : 'Count');
