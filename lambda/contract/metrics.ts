/** The namespace of the metrics in CloudWatch. */
export const METRIC_NAMESPACE = 'ImageBuilderWorkflowLake';

/** The only dimension: POWERTOOLS_SERVICE_NAME. Accounts and Regions are in the coverage table and in the log. */
export const METRIC_DIMENSION = 'service';

interface Metric {
  readonly unit: 'Count' | 'Seconds';
  readonly description: string;
}

/**
 * What the handler counts, and the alarms read. RunsPublished, RecordsLost and RunSeconds are sent by every invocation
 * that reaches its end, be it with an error; the others by the one that published its run, so that a repeated
 * invocation counts no target twice.
 */
export const METRICS = {
  RunsPublished: { unit: 'Count', description: 'Runs published by this invocation: 1 or 0.' },
  RecordsLost: { unit: 'Count', description: 'Earlier runs whose changes and coverage expired unpublished.' },
  RunSeconds: { unit: 'Seconds', description: 'How long the invocation took.' },
  TargetsRead: { unit: 'Count', description: 'Targets whose outcome is complete or partial.' },
  TargetsFailed: {
    unit: 'Count',
    description: 'Targets with any other outcome: their rows are those of an earlier run.',
  },
  RowsPublished: { unit: 'Count', description: 'Rows of the snapshot.' },
  RowsWithoutDetail: { unit: 'Count', description: 'Rows of the snapshot whose data is null.' },
  ChangesPublished: { unit: 'Count', description: 'Rows that the run changed, of all kinds.' },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

export const isMetric = (name: string): name is MetricName => Object.hasOwn(METRICS, name);
