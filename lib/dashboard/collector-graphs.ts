import { Duration } from 'aws-cdk-lib';
import {
  Color,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  LegendPosition,
  MathExpression,
  type MetricOptions,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { CHANGE_METRICS, OUTCOME_METRICS } from '../../lambda/contract/metrics';
import { CHANGES, type ChangeKind, OUTCOMES, type Outcome } from '../../lambda/contract/outcome';
import type { CollectionSchedule } from '../collector/collection-schedule';
import { heldIn } from '../collector/held-queue';
import type { WorkflowCollector } from '../collector/workflow-collector';

const HOUR = Duration.hours(1);
const DAY = Duration.days(1);
const SUM: MetricOptions = { period: HOUR, statistic: Stats.SUM };
const MOST: MetricOptions = { period: HOUR, statistic: Stats.MAXIMUM };

/** What was read in green, what AWS keeps closed in red and grey, what the next run may read in the other colours. */
const OUTCOME_COLORS: Readonly<Record<Outcome, string>> = {
  complete: Color.GREEN,
  partial: '#98df8a',
  denied: Color.RED,
  region_disabled: Color.GREY,
  no_endpoint: '#c7c7c7',
  throttled: Color.ORANGE,
  timed_out: '#ffbb78',
  unavailable: Color.PURPLE,
  invalid_response: Color.BROWN,
};

const CHANGE_COLORS: Readonly<Record<ChangeKind, string>> = {
  created: Color.GREEN,
  updated: Color.BLUE,
  deleted: Color.RED,
  entered_scope: '#98df8a',
  left_scope: Color.ORANGE,
};

/** Where a graph stands is for the dashboard to say. */
export type Place = Pick<GraphWidgetProps, 'width' | 'height'>;

const graph = (title: string, left: IMetric[], props: GraphWidgetProps): GraphWidget =>
  new GraphWidget({ title, left, period: HOUR, leftYAxis: { min: 0, showUnits: false }, ...props });

const wordsOf = (kind: string): string => kind.replaceAll('_', ' ');

/**
 * Each outcome as an average of the runs of an hour, so that they add up to the targets of one run. An outcome that no
 * target had is not sent: it is 0 where a run was published, and unknown where none was.
 */
export const coverageGraph = (collector: WorkflowCollector, place: Place): GraphWidget => {
  const runs = collector.metric('RunsPublished', SUM);
  const series = OUTCOMES.map(
    (outcome) =>
      new MathExpression({
        expression: `FILL(${outcome}, 0) / runs`,
        usingMetrics: { runs, [outcome]: collector.metric(OUTCOME_METRICS[outcome], SUM) },
        label: wordsOf(outcome),
        color: OUTCOME_COLORS[outcome],
        period: HOUR,
      }),
  );
  return graph('Targets by outcome', series, { ...place, stacked: true, legendPosition: LegendPosition.RIGHT });
};

/** By day, for those of an hour are too few to be seen in a week. A kind that did not occur is not sent, and is 0. */
export const changeGraph = (collector: WorkflowCollector, place: Place): GraphWidget => {
  const series = CHANGES.map(
    (kind) =>
      new MathExpression({
        expression: `FILL(${kind}, 0)`,
        usingMetrics: { [kind]: collector.metric(CHANGE_METRICS[kind], { ...SUM, period: DAY }) },
        label: wordsOf(kind),
        color: CHANGE_COLORS[kind],
        period: DAY,
      }),
  );
  return graph('Rows that changed, by day', series, { ...place, stacked: true, period: DAY });
};

export const ageGraph = (collector: WorkflowCollector, place: Place): GraphWidget => {
  const oldest = new MathExpression({
    expression: 'oldest / 3600',
    usingMetrics: { oldest: collector.metric('OldestTargetSeconds', MOST) },
    label: 'hours since it was read',
    color: Color.RED,
    period: HOUR,
  });
  return graph('Age of the oldest target', [oldest], place);
};

export const rowGraph = (collector: WorkflowCollector, place: Place): GraphWidget =>
  graph(
    'Rows',
    [
      collector.metric('RowsPublished', { ...MOST, label: 'in the snapshot' }),
      collector.metric('RowsWithoutDetail', { ...MOST, label: 'without details', color: Color.ORANGE }),
    ],
    place,
  );

export const durationGraph = (collector: WorkflowCollector, place: Place): GraphWidget =>
  graph('Duration', [collector.metric('RunSeconds', { ...MOST, label: 'seconds of the longest run' })], place);

export const callGraph = (collector: WorkflowCollector, place: Place): GraphWidget =>
  graph(
    'Calls to AWS',
    [
      collector.metric('CallsSent', { ...SUM, label: 'sent' }),
      collector.metric('CallsThrottled', { ...SUM, label: 'throttled', color: Color.ORANGE }),
    ],
    place,
  );

export const failureGraph = (collector: WorkflowCollector, schedule: CollectionSchedule, place: Place): GraphWidget =>
  graph(
    'Failures',
    [
      collector.function.metricErrors({ ...SUM, label: 'errors of the function', color: Color.ORANGE }),
      heldIn(collector.failedRuns).with({ ...MOST, label: 'failed runs kept', color: Color.RED }),
      heldIn(schedule.undelivered).with({ ...MOST, label: 'undelivered runs kept', color: Color.PURPLE }),
      collector.metric('RecordsLost', { ...SUM, label: 'records lost', color: Color.BROWN }),
    ],
    place,
  );
