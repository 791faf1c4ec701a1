import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  type MetricOptions,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { CollectionSchedule } from '../collector/collection-schedule';
import { heldIn } from '../collector/held-queue';
import { hoursOfTwoPeriods } from '../collector/schedule-expression';
import type { WorkflowCollector } from '../collector/workflow-collector';
import { DEFAULTS } from '../configuration/defaults';
import { type AlarmName, type AlarmPlaces, alarmDescription } from './alarm-texts';
import { makeAlarmTopic } from './alarm-topic';

export interface CollectorAlarmsProps {
  readonly collector: WorkflowCollector;
  readonly schedule: CollectionSchedule;
  /**
   * How long no run may be published before an alarm speaks, from 1 to 168 hours.
   *
   * @default - two periods of a rate, 48 hours with cron
   */
  readonly alarmAfterHours?: number | undefined;
  /**
   * Who is subscribed; SNS asks for a confirmation first.
   *
   * @default - nobody
   */
  readonly email?: string | undefined;
  /**
   * Where whoever gets an alarm finds docs/runbook.md: an address that they can open.
   *
   * @default - its place in the project
   */
  readonly runbookUrl?: string | undefined;
}

const EACH_HOUR: MetricOptions = { period: Duration.hours(1), statistic: Stats.SUM };

/** The alarms, and the one topic that they speak to. */
export class CollectorAlarms extends Construct {
  readonly topic: Topic;
  readonly alarms: readonly Alarm[];
  /** Where the runbook is. */
  readonly runbook: string;
  private readonly places: AlarmPlaces;

  constructor(scope: Construct, id: string, props: CollectorAlarmsProps) {
    super(scope, id);
    const { collector, schedule, email } = props;
    this.places = placesOf(collector, schedule);
    this.runbook = props.runbookUrl ?? DEFAULTS.runbook;
    this.topic = makeAlarmTopic(this, 'Topic');
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
    this.alarms = [
      this.watchRuns(collector, props.alarmAfterHours ?? hoursOfTwoPeriods(schedule.expression)),
      this.watchFor('FailedRuns', heldIn(collector.failedRuns)),
      this.watchFor('UndeliveredRuns', heldIn(schedule.undelivered)),
      this.watchFor('FunctionErrors', collector.function.metricErrors(EACH_HOUR)),
      this.watchFor('RecordsLost', collector.metric('RecordsLost', EACH_HOUR)),
      // Between two runs nothing is known to be better: the alarm stays as it is.
      this.watchFor('TargetsFailing', collector.metric('TargetsFailed', EACH_HOUR), TreatMissingData.IGNORE),
    ];
  }

  /** Hours without a run send nothing, which is just what this alarm is for. Its window may span seven days. */
  private watchRuns(collector: WorkflowCollector, hours: number): Alarm {
    return this.addAlarm('RunNotPublished', {
      metric: collector.metric('RunsPublished', EACH_HOUR),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: hours,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private watchFor(name: AlarmName, metric: IMetric, treatMissingData = TreatMissingData.NOT_BREACHING): Alarm {
    return this.addAlarm(name, {
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData,
    });
  }

  private addAlarm(name: AlarmName, props: AlarmProps): Alarm {
    const text = alarmDescription(name, this.places, this.runbook);
    const alarm = new Alarm(this, name, { ...props, alarmDescription: text });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    return alarm;
  }
}

const placesOf = ({ lake, logGroup, failedRuns }: WorkflowCollector, schedule: CollectionSchedule): AlarmPlaces => ({
  databaseName: lake.databaseName,
  workgroupName: lake.workgroupName,
  logGroupName: logGroup.logGroupName,
  failedRunsQueueName: failedRuns.queueName,
  undeliveredQueueName: schedule.undelivered.queueName,
});
