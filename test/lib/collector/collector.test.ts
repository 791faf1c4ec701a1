import { describe, expect, it } from '@jest/globals';
import { parseEnvironment } from '../../../lambda/function/environment';
import { parseEvent } from '../../../lambda/function/event';
import { resourceOf, spelled, statementsOf, templateOf } from '../synthesized';

const template = templateOf();
const fn = resourceOf(template, 'AWS::Lambda::Function');
const failedRuns = resourceOf(template, 'AWS::SQS::Queue', 'CollectorFailedRuns');
const undelivered = resourceOf(template, 'AWS::SQS::Queue', 'ScheduleUndelivered');

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
    expect(settingsIn({})).toMatchObject({
      bucket: 'a-bucket',
      accounts: 'self',
      regions: 'enabled',
      excludedRegions: [],
    });
    const regions = ['eu-west-1', 'eu-west-2'];
    expect(settingsIn({ regions })).toMatchObject({ regions });
    expect(settingsIn({ excludedRegions: regions })).toMatchObject({ regions: 'enabled', excludedRegions: regions });
    expect(spelled(fn.properties.Environment.Variables.LAKE_BUCKET)).toMatch(/^\{LakeBucket/);
  });

  it('says how each put is encrypted where that is known or asked for', () => {
    const encryptionIn = (given: unknown) =>
      resourceOf(templateOf(given), 'AWS::Lambda::Function').properties.Environment.Variables.LAKE_ENCRYPTION;
    const bucketKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(encryptionIn({})).toBeUndefined();
    expect(encryptionIn({ encryptionHeader: true })).toBe('AES256');
    expect(encryptionIn({ bucketKeyArn })).toBe(bucketKeyArn);
    expect(encryptionIn({ bucketKeyArn, encryptionHeader: true })).toBe(bucketKeyArn);
    expect(encryptionIn({ bucketKeyArn, encryptionHeader: false })).toBeUndefined();
    const settings = parseEnvironment({
      ...fn.properties.Environment.Variables,
      LAKE_BUCKET: 'b12',
      LAKE_ENCRYPTION: bucketKeyArn,
    });
    expect(settings.encryption).toEqual({ kmsKeyArn: bucketKeyArn });
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
    expect(parseEvent(JSON.parse(sent), 0).scheduledTime).toBe('2026-11-22T06:00:00Z');
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
