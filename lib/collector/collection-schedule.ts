import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SCHEDULED_EVENT } from '../../lambda/contract/event';
import { DEFAULTS } from '../configuration/defaults';
import { makeHeldQueue } from './held-queue';
import type { WorkflowCollector } from './workflow-collector';

export interface CollectionScheduleProps {
  readonly collector: WorkflowCollector;
  /**
   * When to collect: an expression of EventBridge Scheduler, in UTC.
   *
   * @default 'rate(1 hour)'
   */
  readonly schedule?: string | undefined;
}

/**
 * Invokes the collector, with the time that the invocation is meant for. The Scheduler does not wait for the run: it
 * retries, and uses its queue, only where Lambda did not accept the invocation. The function's own settings cover runs
 * that fail.
 */
export class CollectionSchedule extends Construct {
  readonly expression: string;
  /** Holds the invocations that Lambda did not accept. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { collector, schedule = DEFAULTS.schedule }: CollectionScheduleProps) {
    super(scope, id);
    this.expression = schedule;
    this.undelivered = makeHeldQueue(this, 'Undelivered');
    new CfnSchedule(this, 'Schedule', {
      description: 'Collects the EC2 Image Builder workflows.',
      scheduleExpression: schedule,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: collector.function.functionArn,
        roleArn: this.makeRole(collector).roleArn,
        input: JSON.stringify(SCHEDULED_EVENT),
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: this.undelivered.queueArn },
      },
    });
  }

  /** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
  private makeRole(collector: WorkflowCollector): Role {
    const group = `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule-group/default`;
    const invoke = new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [collector.function.functionArn],
    });
    const keep = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.undelivered.queueArn] });
    return new Role(this, 'Role', {
      description: 'Lets the schedule invoke the collector, and nothing else.',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group } },
      }),
      inlinePolicies: { invoke: new PolicyDocument({ statements: [invoke, keep] }) },
    });
  }
}
