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

/** What a reader is granted. */
const statementsFor = (props: (stack: Stack) => WorkflowLakeProps): readonly Parsed[] => {
  const template = templateWith((stack) => {
    const reader = new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() });
    new WorkflowLake(stack, 'Lake', props(stack)).grantRead(reader).assertSuccess();
  });
  return resourceOf(template, 'AWS::IAM::Policy', 'Reader').properties.PolicyDocument.Statement;
};

/** The same as `action resource`. */
const grantedTo = (props: (stack: Stack) => WorkflowLakeProps): readonly string[] =>
  statementsFor(props).flatMap(({ Action, Resource }: Parsed) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${action} ${spelled(resource)}`)),
  );

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

  it('refuses a bucket of its own for results: whoever asks could write to the lake', () => {
    const build = () =>
      templateWith((stack) => {
        const bucket = Bucket.fromBucketName(stack, 'Bucket', 'my-lake');
        new WorkflowLake(stack, 'Lake', { bucket, queryResultsBucket: bucket });
      });
    expect(build).toThrow('queryResultsBucket is the bucket of the lake');
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

  it('may ask in this workgroup, but not list what others ask there: their results need the ID of the query', () => {
    const workgroup = `arn:{AWS::Partition}:athena:${HERE}:workgroup/imagebuilder-workflow-lake`;
    for (const action of ['StartQueryExecution', 'GetQueryResults', 'GetQueryResultsStream'])
      expect(granted).toContain(`athena:${action} ${workgroup}`);
    expect(granted.filter((each) => /^athena:(List|BatchGet)QueryExecution/.test(each))).toEqual([]);
  });

  it('may write nowhere, and has no wildcard for an action', () => {
    expect(granted.filter((each) => /^\S*(Put|Delete|Create|Update)\S* /.test(each))).toEqual([]);
    for (const each of granted) expect(each).toMatch(/^[a-z0-9]+:[A-Za-z]+ /);
  });

  it('may write and read results where they go to a bucket, and there only', () => {
    const results = (stack: Stack) => ({ queryResultsBucket: Bucket.fromBucketName(stack, 'Results', 'my-results') });
    const writing = grantedTo(results).filter((each) => /^s3:\S*(Put|Abort)\S* /.test(each));
    const objects = 'arn:{AWS::Partition}:s3:::my-results/*';
    expect(writing).toEqual([`s3:AbortMultipartUpload ${objects}`, `s3:PutObject ${objects}`]);
  });
});

describe('who is granted to read what a key encrypts', () => {
  const LAKE = ['{Bucket.Arn}', '{Bucket.Arn}/*'];
  const WORKGROUP = `arn:{AWS::Partition}:athena:${HERE}:workgroup/imagebuilder-workflow-lake`;

  /** What it may be used for, as `actions: encryption contexts`. */
  const usesOf = (props: (stack: Stack) => WorkflowLakeProps): readonly string[] =>
    statementsFor(props)
      .filter(({ Action }) => String(Action).includes('kms:'))
      .map(({ Action, Resource, Condition }) => {
        expect(Resource).toBe(KEY_ARN);
        const contexts = Object.entries(Condition.StringLike).flatMap(([name, values]) =>
          name.startsWith('kms:EncryptionContext:') ? listOf(values).map(spelled) : [],
        );
        return `${listOf(Action).join(' ')}: ${contexts.join(' ').replaceAll(/LakeBucket\w{8}/g, 'Bucket')}`;
      });
  const key = (stack: Stack) => Key.fromKeyArn(stack, 'Key', KEY_ARN);

  it('has no use of a key where there is none', () => {
    expect(grantedTo(() => ({})).filter((each) => each.startsWith('kms:'))).toEqual([]);
  });

  it('may use it for the lake, and for results of this workgroup', () => {
    expect(usesOf((stack) => ({ bucketKey: key(stack) }))).toEqual([
      `kms:Decrypt: ${LAKE.join(' ')}`,
      `kms:Decrypt kms:GenerateDataKey: ${WORKGROUP}`,
    ]);
  });

  it('may use it for results in a bucket, where they go there', () => {
    const uses = usesOf((stack) => ({
      bucketKey: key(stack),
      queryResultsBucket: Bucket.fromBucketName(stack, 'Results', 'my-results'),
    }));
    const results = 'arn:{AWS::Partition}:s3:::my-results';
    expect(uses).toEqual([
      `kms:Decrypt: ${LAKE.join(' ')}`,
      `kms:Decrypt kms:GenerateDataKey: ${results} ${results}/*`,
    ]);
  });

  it('needs Athena in the policy of the key, which one of this app gets', () => {
    const policyWith = (props: (stack: Stack) => WorkflowLakeProps) =>
      resourceOf(
        templateWith((stack) => {
          new WorkflowLake(stack, 'Lake', { bucketKey: new Key(stack, 'Key'), ...props(stack) });
        }),
        'AWS::KMS::Key',
      ).properties.KeyPolicy.Statement.filter(
        ({ Principal }: Parsed) => Principal.Service === 'encryption.athena.amazonaws.com',
      );
    const [statement, ...more] = policyWith(() => ({}));
    expect(more).toEqual([]);
    expect(statement.Action).toEqual(['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey']);
    const { ArnLike, StringEquals } = statement.Condition;
    expect(Object.entries(ArnLike).map(([name, value]) => [name, spelled(value)])).toEqual([
      ['kms:EncryptionContext:aws:athena:arn', WORKGROUP],
      ['aws:SourceArn', WORKGROUP],
    ]);
    expect(spelled(StringEquals['aws:SourceAccount'])).toBe('{AWS::AccountId}');
    const results = (stack: Stack) => ({ queryResultsBucket: Bucket.fromBucketName(stack, 'Results', 'my-results') });
    expect(policyWith(results)).toEqual([]);
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
