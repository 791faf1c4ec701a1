import { Aws, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENABLED_REGIONS, type FunctionEnvironment } from '../../lambda/contract/environment';
import { METRIC_DIMENSION, METRIC_NAMESPACE, type MetricName } from '../../lambda/contract/metrics';
import { collectorPermissions } from '../../lambda/contract/permissions';
import { acknowledgeWildcard } from '../acknowledge';
import { checkAccounts } from '../configuration/configuration';
import { DEFAULTS } from '../configuration/defaults';
import type { WorkflowLake } from '../lake/workflow-lake';
import { statementOf } from '../statement';
import type { AccountProps } from './account-props';
import { BUNDLING, ENTRY } from './bundle';
import { functionEnvironment } from './function-environment';
import { makeHeldQueue } from './held-queue';
import { fixedName, otherAccountsOf, wordsFor } from './other-accounts';

export interface WorkflowCollectorProps extends AccountProps {
  /** Where it publishes. */
  readonly lake: WorkflowLake;
  /**
   * The Regions to collect.
   *
   * @default 'enabled' - those that are enabled in the account when a run begins
   */
  readonly regions?: readonly string[] | 'enabled' | undefined;
  /**
   * Regions not to collect.
   *
   * @default - none
   */
  readonly excludedRegions?: readonly string[] | undefined;
  /**
   * The ARNs of the keys of encrypted workflows that it may decrypt with; aliases do not do.
   *
   * @default - none: the rows of encrypted workflows lack their details
   */
  readonly kmsKeyArns?: readonly string[] | undefined;
  /**
   * Whether each put into the bucket says how it is encrypted, for a policy that demands
   * `x-amz-server-side-encryption`: with the key of the lake, or without one by S3 itself. A bucket of yours may be
   * encrypted with a key that is not known here; what is said would go before it.
   *
   * @default - only where the lake has a key
   */
  readonly encryptionHeader?: boolean | undefined;
  /**
   * The disk on which the rows of a run wait.
   *
   * @default Size.gibibytes(2)
   */
  readonly ephemeralStorage?: Size | undefined;
  /**
   * How long the log is kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays | undefined;
  /**
   * Which collector this is, in the log and in the metrics' only dimension.
   *
   * @default - the name of the stack
   */
  readonly serviceName?: string | undefined;
}

/** The memory at which Lambda gives one full vCPU. */
const ONE_CPU_MIB = 1769;

/** The function that carries out runs, and what becomes of those that fail. */
export class WorkflowCollector extends Construct {
  readonly lake: WorkflowLake;
  readonly function: NodejsFunction;
  /** What member roles trust. */
  readonly roleArn: string;
  readonly logGroup: LogGroup;
  /** Runs that failed for good: the record of the invocation, with the error. */
  readonly failedRuns: Queue;
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: WorkflowCollectorProps) {
    super(scope, id);
    this.lake = props.lake;
    this.serviceName = props.serviceName ?? Stack.of(this).stackName;
    this.failedRuns = makeHeldQueue(this, 'FailedRuns');
    this.logGroup = new LogGroup(this, 'Log', {
      retention: props.logRetention ?? DEFAULTS.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.role(props);
    this.roleArn = role.roleArn;
    this.function = new NodejsFunction(this, 'Function', {
      description: `Publishes the EC2 Image Builder workflows of ${wordsFor(props)} to the lake.`,
      entry: ENTRY,
      bundling: BUNDLING,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: ONE_CPU_MIB,
      timeout: Duration.minutes(15),
      ephemeralStorageSize: props.ephemeralStorage ?? Size.mebibytes(DEFAULTS.ephemeralStorageMiB),
      environment: this.environment(props),
      // What else is granted on the way, by a helper of the CDK, is dropped: the role holds what it was made with.
      role: role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: new SqsDestination(this.failedRuns),
    });
  }

  /** What the function counts: lambda/contract/metrics.ts says what each means. */
  metric(metricName: MetricName, options: MetricOptions): Metric {
    const dimensionsMap = { [METRIC_DIMENSION]: this.serviceName };
    return new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap, ...options });
  }

  private environment({ lake, ...props }: WorkflowCollectorProps): FunctionEnvironment {
    const environment = functionEnvironment({
      ...props,
      bucketName: lake.bucket.bucketName,
      bucketKeyArn: lake.bucketKey?.keyArn,
      serviceName: this.serviceName,
    });
    checkAccounts(props, environment);
    return environment;
  }

  private role(props: WorkflowCollectorProps): Role {
    const { lake, regions = ENABLED_REGIONS, kmsKeyArns = [] } = props;
    const permissions = collectorPermissions({
      partition: Aws.PARTITION,
      accountId: Aws.ACCOUNT_ID,
      region: Aws.REGION,
      bucketArn: lake.bucket.bucketArn,
      bucketKeyArn: lake.bucketKey?.keyArn,
      kmsKeyArns,
      followsEnabledRegions: regions === ENABLED_REGIONS,
      otherAccounts: otherAccountsOf(props),
      logGroupArn: this.logGroup.logGroupArn,
      failedRunsQueueArn: this.failedRuns.queueArn,
    });
    const role = new Role(this, 'Role', {
      ...fixedName(props),
      description: 'What the collector may do; lambda/contract/permissions.ts says why.',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { collect: new PolicyDocument({ statements: permissions.map(statementOf) }) },
    });
    for (const { resources, reason } of permissions)
      for (const resource of resources.filter((each) => each.includes('*')))
        acknowledgeWildcard(role, resource, reason);
    return role;
  }
}
