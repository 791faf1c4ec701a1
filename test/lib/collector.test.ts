import { describe, expect, it } from '@jest/globals';
import {
  changeKey,
  coverageKey,
  historyKey,
  manifestKey,
  SNAPSHOT_KEY,
  stagingKeys,
} from '../../lambda/contract/layout';
import { collectorPermissions } from '../../lambda/contract/permissions';
import { parseScheduledTime } from '../../lambda/contract/scheduled-time';
import { parseEnvironment } from '../../lambda/environment';
import { parseEvent } from '../../lambda/event';
import { listOf, type Resource, resourceOf, resourcesOf, spelled, templateOf } from './synthesized';

const WORKFLOW_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const BUCKET_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const template = templateOf();
const fn = resourceOf(template, 'AWS::Lambda::Function');
const failedRuns = resourceOf(template, 'AWS::SQS::Queue', 'CollectorFailedRuns');
const undelivered = resourceOf(template, 'AWS::SQS::Queue', 'ScheduleUndelivered');

/** The statements of all policies of a role. */
const statementsOf = (role: Resource) =>
  listOf(role.properties.Policies).flatMap(({ PolicyDocument }: Resource['properties']) => PolicyDocument.Statement);

const collectorRole = (given: unknown) => resourceOf(templateOf(given), 'AWS::IAM::Role', 'CollectorRole');

describe('the function', () => {
  it('runs on Node 24, on arm64, with one full vCPU, for at most 15 minutes', () => {
    expect(fn.properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1769,
      Timeout: 900,
      EphemeralStorage: { Size: 2048 },
    });
    expect(resourceOf(templateOf({ ephemeralStorageMiB: 4096 }), 'AWS::Lambda::Function').properties).toMatchObject({
      EphemeralStorage: { Size: 4096 },
    });
  });

  it('is told what to collect, in an environment that it can read', () => {
    const settingsIn = (given: unknown) => {
      const { Variables } = resourceOf(templateOf(given), 'AWS::Lambda::Function').properties.Environment;
      return parseEnvironment({ ...Variables, LAKE_BUCKET: 'a-bucket' });
    };
    expect(settingsIn({})).toEqual({ bucket: 'a-bucket', regions: 'enabled', excludedRegions: [] });
    const regions = ['eu-west-1', 'us-gov-west-1'];
    expect(settingsIn({ regions })).toMatchObject({ regions });
    expect(settingsIn({ excludedRegions: regions })).toMatchObject({ regions: 'enabled', excludedRegions: regions });
    expect(spelled(fn.properties.Environment.Variables.LAKE_BUCKET)).toMatch(/^\{LakeBucket/);
  });

  it('logs JSON to a log group of the stack, for as long as configured', () => {
    const group = resourceOf(template, 'AWS::Logs::LogGroup');
    expect(fn.properties.LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: group.id } });
    expect(group.properties.RetentionInDays).toBe(90);
    templateOf({ logRetentionDays: 365 }).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  it('repeats a failed run twice within an hour, then keeps its record', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: fn.id },
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [failedRuns.id, 'Arn'] } } },
    });
  });
});

describe('the queues', () => {
  it('hold what failed for two weeks, encrypted', () => {
    template.resourceCountIs('AWS::SQS::Queue', 2);
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  it.each([failedRuns, undelivered])('answer to TLS only: $id', ({ id }) => {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });
});

describe('the schedule', () => {
  const schedule = resourceOf(template, 'AWS::Scheduler::Schedule').properties;

  it('invokes the function each hour, or as configured, in UTC and on time', () => {
    expect(schedule).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { 'Fn::GetAtt': [fn.id, 'Arn'] } },
    });
    templateOf({ schedule: 'cron(15 6 ? * MON-FRI *)' }).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(15 6 ? * MON-FRI *)',
    });
  });

  it('sends the scheduled time, as the function reads it', () => {
    expect(schedule.Target.Input).toBe('{"scheduledTime":"<aws.scheduler.scheduled-time>"}');
    const sent = schedule.Target.Input.replace('<aws.scheduler.scheduled-time>', '2026-11-22T06:00:00Z');
    expect(parseEvent(JSON.parse(sent), 0)).toBe('2026-11-22T06:00:00Z');
  });

  it('tries to deliver three times within an hour, then keeps the invocation', () => {
    expect(schedule.Target.RetryPolicy).toEqual({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 });
    expect(schedule.Target.DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': [undelivered.id, 'Arn'] } });
  });

  it('has a role of its own, for that function and that queue, and lent to this account’s schedules only', () => {
    const role = resourceOf(template, 'AWS::IAM::Role', 'ScheduleRole');
    expect(schedule.Target.RoleArn).toEqual({ 'Fn::GetAtt': [role.id, 'Arn'] });
    const statements = statementsOf(role).map(({ Action, Resource }) => `${Action} ${spelled(Resource)}`);
    expect(statements).toEqual([`lambda:InvokeFunction {${fn.id}.Arn}`, `sqs:SendMessage {${undelivered.id}.Arn}`]);
    const [trust] = role.properties.AssumeRolePolicyDocument.Statement;
    expect(trust.Principal).toEqual({ Service: 'scheduler.amazonaws.com' });
    expect(spelled(trust.Condition.StringEquals['aws:SourceAccount'])).toBe('{AWS::AccountId}');
    expect(spelled(trust.Condition.StringEquals['aws:SourceArn'])).toBe(
      'arn:{AWS::Partition}:scheduler:{AWS::Region}:{AWS::AccountId}:schedule-group/default',
    );
  });
});

describe('what the collector may do', () => {
  const everything = { kmsKeyArns: [WORKFLOW_KEY], bucketKeyArn: BUCKET_KEY };
  const bucketArn = `{${resourceOf(template, 'AWS::S3::Bucket', 'LakeBucket').id}.Arn}`;
  const documented = (scope: {
    kmsKeyArns: readonly string[];
    bucketKeyArn?: string;
    followsEnabledRegions: boolean;
  }) =>
    collectorPermissions({
      partition: '{AWS::Partition}',
      accountId: '{AWS::AccountId}',
      region: '{AWS::Region}',
      bucketArn,
      logGroupArn: `{${resourceOf(template, 'AWS::Logs::LogGroup').id}.Arn}`,
      failedRunsQueueArn: `{${failedRuns.id}.Arn}`,
      ...scope,
    });
  const granted = (given: unknown, sid: string) => statementsOf(collectorRole(given)).find(({ Sid }) => Sid === sid);

  it.each([
    [{}, { kmsKeyArns: [], followsEnabledRegions: true }],
    [{ regions: ['eu-west-1'] }, { kmsKeyArns: [], followsEnabledRegions: false }],
    [everything, { ...everything, followsEnabledRegions: true }],
  ])('is what the contract gives a reason for, and nothing else: %j', (given, scope) => {
    const role = collectorRole(given);
    expect(role.properties.ManagedPolicyArns).toBeUndefined();
    const inTemplate = statementsOf(role).map(({ Sid, Effect, Action, Resource, Condition }) => ({
      Sid,
      Effect,
      actions: [...listOf(Action)].sort(),
      resources: listOf(Resource).map(spelled).sort(),
      operators: Object.keys(Condition ?? {}),
    }));
    expect(inTemplate).toEqual(
      documented(scope).map(({ sid, actions, resources, conditions }) => ({
        Sid: sid,
        Effect: 'Allow',
        actions: [...actions].sort(),
        resources: [...resources].sort(),
        operators: Object.keys(conditions ?? {}),
      })),
    );
    templateOf(given).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('has a reason and a page for each statement, and never a wildcard for an action', () => {
    for (const { reason, page, actions, kind } of documented({ ...everything, followsEnabledRegions: true })) {
      expect(reason).toMatch(/^[A-Z].{20,}\.$/s);
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
      expect(['call', 's3-semantics', 'on-behalf']).toContain(kind);
      for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
    }
  });

  it('reaches every key that a run writes, and no other folder', () => {
    const time = parseScheduledTime('2026-11-22T06:00:00Z');
    if (time === undefined) throw new Error('no scheduled time');
    const staged = Object.values(stagingKeys(time, 'a'.repeat(32)));
    const keys = [SNAPSHOT_KEY, historyKey(time), changeKey(time), coverageKey(time), manifestKey(time), ...staged];
    for (const sid of ['WriteLake', 'ReadLake']) {
      const prefixes = listOf(granted({}, sid).Resource).map((each) => spelled(each).slice(bucketArn.length + 1));
      const reaches = (key: string, pattern: string) =>
        pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
      for (const key of keys) expect(prefixes.some((pattern) => reaches(key, pattern))).toBe(true);
      for (const pattern of prefixes) expect(keys.some((key) => reaches(key, pattern))).toBe(true);
      expect(prefixes).not.toContain('*');
    }
  });

  it('decrypts with the configured keys only, by way of Image Builder, and workflows only', () => {
    expect(granted({}, 'DecryptWorkflows')).toBeUndefined();
    const { Action, Resource, Condition } = granted(everything, 'DecryptWorkflows');
    expect([Action, Resource]).toEqual(['kms:Decrypt', WORKFLOW_KEY]);
    expect(Condition.StringLike['kms:ViaService']).toEqual([
      'imagebuilder.*.amazonaws.com',
      'imagebuilder.*.amazonaws.com.cn',
    ]);
    expect(listOf(Condition.StringLike['kms:EncryptionContext:aws:imagebuilder:arn']).map(spelled)).toEqual([
      'arn:{AWS::Partition}:imagebuilder:*:{AWS::AccountId}:workflow/*',
    ]);
  });

  it('uses the key of the bucket by way of S3, for this bucket', () => {
    expect(granted({}, 'UseBucketKey')).toBeUndefined();
    const { Action, Resource, Condition } = granted(everything, 'UseBucketKey');
    expect([Action, Resource]).toEqual([['kms:Decrypt', 'kms:GenerateDataKey'], BUCKET_KEY]);
    expect(Condition.StringLike['kms:ViaService'].map(spelled)).toContain('s3.{AWS::Region}.amazonaws.com');
    expect(Condition.StringLike['kms:EncryptionContext:aws:s3:arn'].map(spelled)).toEqual([
      bucketArn,
      `${bucketArn}/*`,
    ]);
  });

  it('lists the enabled Regions only where it follows them', () => {
    expect(spelled(granted({}, 'ListRegions').Resource)).toBe('arn:{AWS::Partition}:account::{AWS::AccountId}:account');
    expect(granted({ regions: ['eu-west-1'] }, 'ListRegions')).toBeUndefined();
  });

  it('names no partition', () => {
    expect(JSON.stringify(resourcesOf(template))).not.toMatch(/arn:aws/);
  });
});
