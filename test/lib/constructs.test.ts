import { describe, expect, it } from '@jest/globals';
import { Arn, type Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { manifestKey, SNAPSHOT_KEY } from '../../lambda/contract/layout';
import { parseScheduledTime } from '../../lambda/contract/scheduled-time';
import { TABLES } from '../../lambda/contract/tables';
import { VIEWS } from '../../lambda/contract/views/views';
import {
  CollectionSchedule,
  CollectorAlarms,
  WorkflowCollector,
  WorkflowLake,
  type WorkflowLakeProps,
} from '../../lib';
import { listOf, type Parsed, resourceOf, spelled, templateWith } from './synthesized';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const HERE = '{AWS::Region}:{AWS::AccountId}';

/** What a reader may do, as `action resource`. */
const grantedTo = (props: (stack: Stack) => WorkflowLakeProps): readonly string[] => {
  const template = templateWith((stack) => {
    const reader = new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() });
    new WorkflowLake(stack, 'Lake', props(stack)).grantRead(reader).assertSuccess();
  });
  const { Statement } = resourceOf(template, 'AWS::IAM::Policy', 'Reader').properties.PolicyDocument;
  return Statement.flatMap(({ Action, Resource }: Parsed) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${action} ${spelled(resource)}`)),
  );
};

describe('the lake in an app of one’s own', () => {
  it('works with nothing but a scope', () => {
    const template = templateWith((stack) => {
      const lake = new WorkflowLake(stack, 'Lake');
      const collector = new WorkflowCollector(stack, 'Collector', { lake });
      const schedule = new CollectionSchedule(stack, 'Schedule', { collector });
      new CollectorAlarms(stack, 'Alarms', { collector, schedule });
    });
    template.resourceCountIs('AWS::Glue::Table', TABLES.length + VIEWS.length);
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 hour)' });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'Own', REGIONS: 'enabled' } },
    });
  });

  it('refuses a name of a database that is not known yet', () => {
    const build = () =>
      templateWith(
        (stack) =>
          new WorkflowLake(stack, 'Lake', { databaseName: Arn.format({ service: 'glue', resource: 'x' }, stack) }),
      );
    expect(build).toThrow('databaseName is a token');
  });
});

describe('who is granted to read', () => {
  const granted = grantedTo((stack) => ({
    bucket: Bucket.fromBucketName(stack, 'Bucket', 'my-lake'),
    databaseName: 'cloud',
  }));

  it('may read each table and the manifests, in any version, but no staging', () => {
    for (const prefix of [...TABLES.map(({ name }) => name), 'manifest'])
      expect(granted).toEqual(
        expect.arrayContaining(
          ['s3:GetObject', 's3:GetObjectVersion'].map(
            (action) => `${action} arn:{AWS::Partition}:s3:::my-lake/${prefix}/*`,
          ),
        ),
      );
    expect(granted.filter((each) => each.includes('/run/'))).toEqual([]);
  });

  it('may look up the tables and views of this database, and no other', () => {
    const tables = granted.filter((each) => each.startsWith('glue:GetTable ')).map((each) => each.split(' ')[1]);
    const glue = `arn:{AWS::Partition}:glue:${HERE}`;
    expect(tables.sort()).toEqual(
      [
        `${glue}:catalog`,
        `${glue}:database/cloud`,
        ...[...TABLES, ...VIEWS].map(({ name }) => `${glue}:table/cloud/${name}`),
      ].sort(),
    );
  });

  it('may ask in this workgroup, whose results are written in the name of whoever asks', () => {
    expect(granted).toContain(
      `athena:StartQueryExecution arn:{AWS::Partition}:athena:${HERE}:workgroup/imagebuilder-workflow-lake`,
    );
    expect(granted.filter((each) => each.startsWith('s3:PutObject '))).toEqual([
      expect.stringMatching(/^s3:PutObject \{LakeWorkgroupResults\w+\.Arn\}\/\*$/),
    ]);
  });

  it('may change nothing in the lake, and has no wildcard for an action', () => {
    const changing = granted.filter((each) => /^\S*(Put|Delete|Create|Update)\S* /.test(each));
    expect(changing.filter((each) => !each.includes('LakeWorkgroupResults'))).toEqual([]);
    for (const each of granted) expect(each).toMatch(/^[a-z0-9]+:[A-Za-z]+ /);
  });

  it('may use the key where there is one', () => {
    expect(granted.filter((each) => each.startsWith('kms:'))).toEqual([]);
    const keyed = grantedTo((stack) => ({ bucketKey: Key.fromKeyArn(stack, 'Key', KEY_ARN) }));
    expect(keyed.filter((each) => each.startsWith('kms:'))).toEqual([
      `kms:Decrypt ${KEY_ARN}`,
      `kms:GenerateDataKey ${KEY_ARN}`,
    ]);
  });
});

describe('who follows the published snapshots', () => {
  const template = templateWith((stack) => {
    const lake = new WorkflowLake(stack, 'Lake');
    lake.onSnapshotPublished('Tell', { target: new SqsQueue(new Queue(stack, 'Followers')) });
  });
  const { EventPattern: pattern, Targets: targets } = resourceOf(template, 'AWS::Events::Rule').properties;

  it('is told of each manifest, and of nothing else', () => {
    const bucket = resourceOf(template, 'AWS::S3::Bucket', 'LakeBucket');
    expect(pattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [{ Ref: bucket.id }] }, object: { key: [{ prefix: 'manifest/' }] } },
    });
    const time = parseScheduledTime('2026-11-22T06:00:00Z');
    if (time === undefined) throw new Error('no scheduled time');
    const [{ prefix }] = pattern.detail.object.key;
    expect(manifestKey(time).startsWith(prefix)).toBe(true);
    expect(SNAPSHOT_KEY.startsWith(prefix)).toBe(false);
  });

  it('is the given target', () => {
    const queue = resourceOf(template, 'AWS::SQS::Queue', 'Followers');
    expect(targets).toEqual([expect.objectContaining({ Arn: { 'Fn::GetAtt': [queue.id, 'Arn'] } })]);
  });
});
