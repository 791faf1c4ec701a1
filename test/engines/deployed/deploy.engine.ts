import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateDatabaseCommand, CreateTableCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import { GetFunctionConfigurationCommand, GetFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { glueColumns } from '../../../lambda/contract/glue';
import { SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import { collectorPermissions } from '../../../lambda/contract/permissions';
import { TABLES } from '../../../lambda/contract/tables';
import { VIEWS } from '../../../lambda/contract/views/views';
import { SAVED_QUERIES } from '../../../lib/lake/queries/queries';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { sampleAccount } from '../../../local/sample-account/sample-account';
import { type AwsClients, awsClients } from '../aws-clients';
import { type MiniStack, startMiniStack } from '../install/ministack';
import { LakeBucket } from '../lake-bucket';
import { Cdk, type Outputs } from './cdk-cli';
import { DeployedFunction } from './function';
import { deployedQueries } from './queries';
import { DeployedRole } from './role';
import { time } from './scheduled-runs';
import { type PhysicalId, stackResources } from './stack-resources';

let ministack: MiniStack;
let cdk: Cdk;
let aws: AwsClients;
let outputs: Outputs;
let physicalId: PhysicalId;
let lake: LakeBucket;
let fake: FakeImageBuilder;

const output = (name: string): string => {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the stack has no output ${name}`);
  return value;
};

beforeAll(async () => {
  ministack = await startMiniStack({ enforced: true });
  aws = awsClients(ministack);
  cdk = await Cdk.open(ministack);
  await cdk.bootstrap();
  ({ outputs } = await cdk.deploy());
  physicalId = await stackResources(aws);
  lake = new LakeBucket(aws.s3, output('BucketName'));
  fake = await startFakeImageBuilder(sampleAccount());
});

afterAll(async () => {
  await fake?.close();
  await cdk?.close();
  await ministack?.stop();
});

const tables = async (DatabaseName = output('DatabaseName')) => {
  const { TableList = [] } = await aws.glue.send(new GetTablesCommand({ DatabaseName }));
  return new Map(TableList.map((table) => [table.Name ?? '', table]));
};

const functionConfiguration = () =>
  aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: physicalId('CollectorFunction') }));

const schedule = () => aws.scheduler.send(new GetScheduleCommand({ Name: physicalId('Schedule') }));

/** Another configuration than that of cdk.json; a Region leaves the plan. */
const CHANGED = { historyDays: 30, schedule: 'rate(30 minutes)', regions: ['eu-west-1', 'us-east-1'] };

/** Its tables in another database, which is there already. */
const MOVED = { databaseName: 'cloud', existingDatabase: true };

/** The names of the tables and views of the stack. */
const OURS = [...TABLES, ...VIEWS].map(({ name }) => name).sort();

const tableNames = async (databaseName: string): Promise<readonly string[]> =>
  [...(await tables(databaseName)).keys()].sort();

/** A run of the deployed function. A deployment points it back to AWS. */
const collect = async (hour: number): Promise<void> => {
  const deployed = new DeployedFunction(aws, physicalId);
  await deployed.readFrom(fake.url);
  expect(await deployed.run(time(hour))).toMatchObject({ failed: false, answer: { status: 'published' } });
};

/** The CDK sorts both. */
const statement = (actions: readonly unknown[], resources: readonly unknown[]) => ({
  actions: actions.toSorted(),
  resources: resources.toSorted(),
});

describe('The deployed stack', () => {
  it('has a bucket that keeps versions, is private, demands TLS and sends its events', async () => {
    const Bucket = output('BucketName');
    expect(await aws.s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Enabled' });
    expect(await aws.s3.send(new GetPublicAccessBlockCommand({ Bucket }))).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const { Policy = '' } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy).Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      }),
    );
    expect(await aws.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).toMatchObject({
      EventBridgeConfiguration: {},
    });
  });

  it('has every table, with its columns in order, over its own prefix', async () => {
    const deployed = await tables();
    expect([...deployed.keys()].sort()).toEqual(OURS);
    for (const table of TABLES) {
      const { StorageDescriptor, PartitionKeys = [] } = deployed.get(table.name) ?? {};
      const columns = StorageDescriptor?.Columns?.map(({ Name, Type, Comment }) => ({ Name, Type, Comment }));
      expect(columns).toEqual(glueColumns(table));
      expect(StorageDescriptor?.Location).toBe(`s3://${output('BucketName')}/${table.name}/`);
      expect(PartitionKeys.map(({ Name }) => Name)).toEqual(table.partitioned ? ['dt'] : []);
    }
  });

  it('has a workgroup with every saved query', async () => {
    const WorkGroup = output('WorkgroupName');
    const group = await aws.athena.send(new GetWorkGroupCommand({ WorkGroup }));
    expect(group.WorkGroup?.Configuration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_000_000_000,
      ManagedQueryResultsConfiguration: { Enabled: true },
    });
    const deployed = await deployedQueries(aws, WorkGroup);
    expect(new Map(deployed.map(({ name, sql }) => [name, sql]))).toEqual(
      new Map(SAVED_QUERIES.map(({ name, sql }) => [name, sql])),
    );
  });

  it('has a function with one full CPU on Node 24, whose failed runs are kept', async () => {
    expect(await functionConfiguration()).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1769,
      Timeout: 900,
      EphemeralStorage: { Size: 2048 },
      Environment: {
        Variables: {
          LAKE_BUCKET: output('BucketName'),
          REGIONS: 'enabled',
          POWERTOOLS_SERVICE_NAME: 'ImagebuilderWorkflowLake',
        },
      },
    });
    const FunctionName = physicalId('CollectorFunction');
    const queue = physicalId('CollectorFailedRuns').split('/').at(-1);
    expect(
      await aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: '$LATEST' })),
    ).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: expect.stringMatching(new RegExp(`:${queue}$`)) } },
    });
  });

  it('lets the function do what the contract says, and nothing else', async () => {
    const account = `${ministack.region}:${ministack.accountId}`;
    const permissions = collectorPermissions({
      partition: 'aws',
      accountId: ministack.accountId,
      region: ministack.region,
      bucketArn: `arn:aws:s3:::${output('BucketName')}`,
      kmsKeyArns: [],
      followsEnabledRegions: true,
      logGroupArn: `arn:aws:logs:${account}:log-group:${physicalId('CollectorLog')}:*`,
      failedRunsQueueArn: `arn:aws:sqs:${account}:${physicalId('CollectorFailedRuns').split('/').at(-1)}`,
    });
    const allowed = new Map<string, unknown>(
      permissions.map(({ sid, actions, resources }) => [sid, statement(actions, resources)]),
    );
    const statements = await new DeployedRole(aws, physicalId).statements();
    const deployed = new Map(
      statements.map(({ Sid, Action, Resource }) => [Sid, statement([Action].flat(), [Resource].flat())]),
    );
    expect(deployed).toEqual(allowed);
  });

  it('has a schedule that tells the function the scheduled time', async () => {
    const { ScheduleExpression, ScheduleExpressionTimezone, Target } = await schedule();
    expect({ ScheduleExpression, ScheduleExpressionTimezone }).toEqual({
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'UTC',
    });
    expect(JSON.parse(Target?.Input ?? '')).toMatchObject({ scheduledTime: '<aws.scheduler.scheduled-time>' });
    expect(Target?.RetryPolicy).toEqual({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 });
  });
});

describe('What watches over the deployed stack', () => {
  const alarms = async () => (await aws.cloudWatch.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];

  it('is six alarms, each of which speaks to the topic in trouble and when it is over', async () => {
    const deployed = await alarms();
    const TopicArn = physicalId('AlarmsTopic');
    expect(deployed).toHaveLength(6);
    for (const { AlarmActions, OKActions } of deployed)
      expect({ AlarmActions, OKActions }).toEqual({ AlarmActions: [TopicArn], OKActions: [TopicArn] });
    const { Attributes } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(JSON.parse(Attributes?.['Policy'] ?? '').Statement).toContainEqual(
      expect.objectContaining({ Sid: 'PublishAlarms', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
    );
  });

  it('takes hours in which no run was published for trouble', async () => {
    const silent = (await alarms()).find(({ AlarmName }) => AlarmName === physicalId('AlarmsRunNotPublished'));
    expect(silent).toMatchObject({
      MetricName: 'RunsPublished',
      EvaluationPeriods: 2,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('is a log that is kept for 90 days, and two queues that keep what failed for 14', async () => {
    const logGroupNamePrefix = physicalId('CollectorLog');
    const { logGroups } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    expect(logGroups?.map(({ retentionInDays }) => retentionInDays)).toEqual([90]);
    for (const QueueUrl of [physicalId('CollectorFailedRuns'), physicalId('ScheduleUndelivered')]) {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      const { Attributes } = await aws.sqs.send(command);
      expect(Attributes).toMatchObject({ MessageRetentionPeriod: String(14 * 24 * 60 * 60) });
    }
  });

  it('gets the runs that could not be delivered', async () => {
    const queue = physicalId('ScheduleUndelivered').split('/').at(-1);
    const { Target } = await schedule();
    expect(Target?.DeadLetterConfig?.Arn).toMatch(new RegExp(`:${queue}$`));
  });
});

describe('The CDK, once more', () => {
  it('sees no difference, and a second deployment changes nothing', async () => {
    expect(await cdk.diff()).toContain('There were no differences');
    const again = await cdk.deploy();
    expect(again.said).toContain('(no changes)');
    expect(again.outputs).toEqual(outputs);
  });

  it('keeps what the lake holds when the configuration changes, and goes on from there', async () => {
    await collect(0);
    const rows = await lake.rows(SNAPSHOT_KEY);

    const { outputs: after } = await cdk.deploy({ configuration: CHANGED });

    expect(after).toEqual(outputs);
    expect(await lake.rows(SNAPSHOT_KEY)).toEqual(rows);
    const history = (await tables()).get('imagebuilder_workflow_history');
    expect(history?.Parameters).toMatchObject({ 'projection.dt.range': 'NOW-30DAYS,NOW' });
    expect(await schedule()).toMatchObject({ ScheduleExpression: 'rate(30 minutes)' });
    await collect(1);
    const newest = (await lake.manifests()).at(-1);
    const left = rows.filter(({ arn }) => String(arn).includes(':ap-southeast-2:')).length;
    expect(newest).toMatchObject({ run: time(1), previous_run: time(0), changes: { left_scope: left } });
    expect(left).toBeGreaterThan(0);
  });

  it('renames no database: such a deployment fails, and takes nothing away', async () => {
    await aws.glue.send(new CreateTableCommand({ DatabaseName: 'aws', TableInput: { Name: 'of_others' } }));

    const renaming = cdk.deploy({ configuration: { ...CHANGED, databaseName: 'cloud' } });

    await expect(renaming).rejects.toThrow(/UPDATE_FAILED .*AWS::Glue::Database/);
    expect(await tableNames('aws')).toEqual([...OURS, 'of_others'].sort());
  });

  it('keeps the database that it has made when it is told that it exists', async () => {
    await cdk.deploy({ configuration: { ...CHANGED, existingDatabase: true } });

    expect(await tableNames('aws')).toEqual([...OURS, 'of_others'].sort());
  });

  it('moves its tables to another database, and leaves those of others where they are', async () => {
    await aws.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'cloud' } }));

    await cdk.deploy({ configuration: { ...CHANGED, ...MOVED } });

    expect(await tableNames('aws')).toEqual(['of_others']);
    expect(await tableNames('cloud')).toEqual(OURS);
  });

  it('takes away what holds no data with the stack, and keeps the bucket, its policy and the databases', async () => {
    const kept = await lake.versions();
    const logGroupNamePrefix = physicalId('CollectorLog');

    await cdk.destroy({ configuration: { ...CHANGED, ...MOVED } });

    expect(await lake.versions()).toEqual(kept);
    const Bucket = output('BucketName');
    expect((await aws.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toContain('aws:SecureTransport');
    const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name).filter((name) => !name?.startsWith('cdk-'))).toEqual([Bucket]);
    expect((await aws.cloudWatch.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? []).toEqual([]);
    const { logGroups } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    expect(logGroups ?? []).toEqual([]);
    await expect(functionConfiguration()).rejects.toThrow('not found');
    await expect(schedule()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await tableNames('aws')).toEqual(['of_others']);
    expect(await tableNames('cloud')).toEqual([]);
  });

  it('starts again over a kept lake and a kept database, and goes on from its last run', async () => {
    const before = await lake.manifests();

    const kept = { existingBucketName: lake.name, existingDatabase: true };
    const { outputs: again } = await cdk.deploy({ configuration: { ...CHANGED, ...kept } });

    expect(again['BucketName']).toBe(lake.name);
    expect(await tableNames('aws')).toEqual([...OURS, 'of_others'].sort());
    physicalId = await stackResources(aws);
    await collect(2);
    const manifests = await lake.manifests();
    expect(manifests.slice(0, -1)).toEqual(before);
    expect(manifests.at(-1)).toMatchObject({ run: time(2), previous_run: time(1), changes: {} });
  });
});
