import type { ChangeKind, Outcome } from './outcome';

/** The namespace of the metrics in CloudWatch. */
export const METRIC_NAMESPACE = 'ImageBuilderWorkflowLake';

/** The only dimension: POWERTOOLS_SERVICE_NAME. Accounts and Regions are in the coverage table and in the log. */
export const METRIC_DIMENSION = 'service';

/**
 * Which invocations send a metric. Totals of a run come from the one that published it, so that a repeated invocation
 * counts no target twice. CloudWatch charges a metric by the hours in which it is sent: what is 0 as a rule is left out.
 */
export const SENT = {
  always: 'by every invocation that ends, be it with an error',
  published: 'by the one that publishes the run',
  nonzero: 'by the one that publishes the run, unless it is 0',
} as const;

interface Metric {
  readonly sent: keyof typeof SENT;
  readonly description: string;
}

/** What the handler counts; alarms and dashboard read it. The function does not: it would carry the words. */
export const METRICS = {
  RunsPublished: { sent: 'always', description: 'Runs published by this invocation: 1 or 0.' },
  RecordsLost: { sent: 'always', description: 'Earlier runs whose changes and coverage expired unpublished.' },
  RunSeconds: { sent: 'always', description: 'How long the invocation took.' },
  CallsSent: {
    sent: 'always',
    description: 'Requests to Image Builder, STS, Organizations and Account Management; each repeat counts.',
  },
  CallsThrottled: { sent: 'always', description: 'Those of them that AWS refused as one too many.' },
  TargetsFailed: {
    sent: 'published',
    description: 'Targets that could not be read: their rows are those of an earlier run.',
  },
  OldestTargetSeconds: {
    sent: 'published',
    description:
      'How long before this run the target was last read that has waited longest; 0 where all are fresh. A target that was never read has no age and is left out: its outcome counts it. Not sent where none was ever read.',
  },
  RowsPublished: { sent: 'published', description: 'Rows of the snapshot.' },
  RowsWithoutDetail: { sent: 'published', description: 'Rows of the snapshot whose data is null.' },
  TargetsComplete: { sent: 'nonzero', description: 'Targets that were read.' },
  TargetsPartial: { sent: 'nonzero', description: 'Targets of which all builds are listed, but some details missing.' },
  TargetsDenied: { sent: 'nonzero', description: 'Targets that AWS did not let the collector read.' },
  TargetsRegionDisabled: { sent: 'nonzero', description: 'Targets whose Region the account has not enabled.' },
  TargetsNoEndpoint: { sent: 'nonzero', description: 'Targets whose Region has no Image Builder.' },
  TargetsThrottled: { sent: 'nonzero', description: 'Targets that AWS refused as too many calls, to the end.' },
  TargetsTimedOut: { sent: 'nonzero', description: 'Targets that were not read when the time was up.' },
  TargetsUnavailable: { sent: 'nonzero', description: 'Targets that did not answer, or with an error of their own.' },
  TargetsInvalidResponse: { sent: 'nonzero', description: 'Targets whose answer could not be used.' },
  RowsCreated: { sent: 'nonzero', description: 'Rows that are new.' },
  RowsUpdated: { sent: 'nonzero', description: 'Rows that differ from the run before.' },
  RowsDeleted: { sent: 'nonzero', description: 'Rows whose build AWS says is gone.' },
  RowsEnteredScope: { sent: 'nonzero', description: 'Rows of targets that joined the plan.' },
  RowsLeftScope: { sent: 'nonzero', description: 'Rows of targets that left the plan.' },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** The metric that counts the targets with an outcome. */
export const OUTCOME_METRICS = {
  complete: 'TargetsComplete',
  partial: 'TargetsPartial',
  denied: 'TargetsDenied',
  region_disabled: 'TargetsRegionDisabled',
  no_endpoint: 'TargetsNoEndpoint',
  throttled: 'TargetsThrottled',
  timed_out: 'TargetsTimedOut',
  unavailable: 'TargetsUnavailable',
  invalid_response: 'TargetsInvalidResponse',
} as const satisfies Readonly<Record<Outcome, MetricName>>;

/** The metric that counts the rows which changed in a way. */
export const CHANGE_METRICS = {
  created: 'RowsCreated',
  updated: 'RowsUpdated',
  deleted: 'RowsDeleted',
  entered_scope: 'RowsEnteredScope',
  left_scope: 'RowsLeftScope',
} as const satisfies Readonly<Record<ChangeKind, MetricName>>;

/** The unit of a metric, which is in its name. */
export const unitOf = (name: string): 'Seconds' | 'Count' => (name.endsWith('Seconds') ? 'Seconds' : 'Count');
