import { Aws, CfnOutput, Size, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { OWN_ACCOUNT } from '../lambda/contract/environment';
import { workflowTable } from '../lambda/contract/tables';
import { CollectorAlarms } from './alarms/collector-alarms';
import { CollectionSchedule } from './collector/collection-schedule';
import { WorkflowCollector } from './collector/workflow-collector';
import type { Configuration } from './configuration/configuration';
import { CollectorDashboard } from './dashboard/collector-dashboard';
import { WorkflowLake } from './lake/workflow-lake';
import { MemberRoleStackSet } from './member-role/member-role-stack-set';

export interface ImagebuilderWorkflowLakeStackProps extends StackProps {
  readonly configuration: Configuration;
}

interface Parts {
  readonly lake: WorkflowLake;
  readonly collector: WorkflowCollector;
  readonly schedule: CollectionSchedule;
  readonly alarms: CollectorAlarms;
}

/** The whole product, as the configuration says. */
export class ImagebuilderWorkflowLakeStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, ...props }: ImagebuilderWorkflowLakeStackProps) {
    super(scope, id, { description: 'EC2 Image Builder workflows as tables in Athena.', ...props });
    const lake = this.lake(configuration);
    const collector = new WorkflowCollector(this, 'Collector', {
      ...configuration,
      lake,
      ephemeralStorage: Size.mebibytes(configuration.ephemeralStorageMiB),
      logRetention: configuration.logRetentionDays,
    });
    this.addMemberRoles(configuration, collector);
    const schedule = new CollectionSchedule(this, 'Schedule', { collector, schedule: configuration.schedule });
    const alarms = new CollectorAlarms(this, 'Alarms', {
      collector,
      schedule,
      alarmAfterHours: configuration.alarmAfterHours,
      email: configuration.alarmEmail,
      runbookUrl: configuration.runbookUrl,
    });
    const parts: Parts = { lake, collector, schedule, alarms };
    this.addOutputs(parts);
    if (configuration.dashboard) this.addDashboard(parts);
  }

  private lake(configuration: Configuration): WorkflowLake {
    const { existingBucketName, bucketKeyArn, queryResultsBucketName } = configuration;
    return new WorkflowLake(this, 'Lake', {
      bucket: this.bucketNamed('Bucket', existingBucketName),
      queryResultsBucket: this.bucketNamed('QueryResultsBucket', queryResultsBucketName),
      bucketKey: bucketKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'BucketKey', bucketKeyArn),
      databaseName: configuration.databaseName,
      existingDatabase: configuration.existingDatabase,
      historyDays: configuration.historyDays,
      queryScanLimitBytes: configuration.queryScanLimitBytes,
    });
  }

  private addMemberRoles(configuration: Configuration, { roleArn }: WorkflowCollector): void {
    const { accounts, stackSetOrganizationalUnits: organizationalUnits, stackSetCallAs: callAs } = configuration;
    if (accounts === OWN_ACCOUNT) return;
    new CfnOutput(this, 'CollectorRoleArn', { value: roleArn, description: 'The role that member roles trust' });
    if (callAs === undefined) return;
    new MemberRoleStackSet(this, 'MemberRole', {
      collectorRoleArn: roleArn,
      roleName: configuration.memberRoleName,
      externalId: configuration.externalId,
      decryptsWorkflows: configuration.memberRoleDecrypts,
      organizationalUnits,
      callAs,
      region: configuration.stackSetRegion,
    });
  }

  private addDashboard(parts: Parts): void {
    const { dashboard } = new CollectorDashboard(this, 'Dashboard', parts);
    new CfnOutput(this, 'DashboardName', {
      value: dashboard.dashboardName,
      description: 'The dashboard in CloudWatch',
    });
  }

  private bucketNamed(id: string, name: string | undefined): IBucket | undefined {
    return name === undefined ? undefined : Bucket.fromBucketName(this, id, name);
  }

  private addOutputs({ lake, collector, schedule, alarms }: Parts): void {
    const outputs = {
      BucketName: { value: lake.bucket.bucketName, description: 'The lake' },
      DatabaseName: { value: lake.databaseName, description: 'The Glue database of the tables' },
      WorkgroupName: { value: lake.workgroup.ref, description: 'The Athena workgroup to ask in' },
      LogGroupName: { value: collector.logGroup.logGroupName, description: 'The log of the function' },
      FailedRunsQueueUrl: { value: collector.failedRuns.queueUrl, description: 'Runs that failed for good' },
      UndeliveredQueueUrl: { value: schedule.undelivered.queueUrl, description: 'Runs that could not be delivered' },
      AlarmTopicArn: { value: alarms.topic.topicArn, description: 'The topic of the alarms, to subscribe to' },
      CollectNow: { value: collectNow(collector), description: 'Collects now, and prints what came of it' },
      AskAthena: { value: askAthena(lake), description: 'Starts a query, and prints its ID' },
    };
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}

/** A run may take up to 15 minutes; the command line would give up after one, and invoke again. */
const collectNow = (collector: WorkflowCollector): string =>
  [
    `aws lambda invoke --region ${Aws.REGION} --function-name ${collector.function.functionName}`,
    "--cli-read-timeout 900 --cli-binary-format raw-in-base64-out --payload '{}' /dev/stdout",
  ].join(' ');

const askAthena = (lake: WorkflowLake): string =>
  [
    `aws athena start-query-execution --region ${Aws.REGION} --work-group ${lake.workgroup.ref}`,
    `--query-execution-context Database=${lake.databaseName}`,
    `--query-string 'SELECT name, version, type FROM ${workflowTable.name} WHERE state IS NULL'`,
  ].join(' ');
