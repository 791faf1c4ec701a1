import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { METRICS } from '../../../lambda/contract/metrics';
import { type Log, logEvent } from '../../../lambda/function/run-log';
import { makeDemoLake } from '../../docs/document-lakes';
import { brokenLinks, readDocument } from '../../docs/documents';
import { at } from '../../fakes/scheduled-time';
import { type AthenaLike, openAsAthena } from '../lake/athena-in-duckdb';
import { resourceOf, resourcesOf, spelled, templateOf } from '../synthesized';

const folder = mkdtempSync(join(tmpdir(), 'alarms-'));
let demo: AthenaLike;

beforeAll(async () => {
  demo = await openAsAthena(makeDemoLake(folder), '2026-11-22');
});

afterAll(() => {
  demo.close();
  rmSync(folder, { recursive: true });
});

const template = templateOf();
const topic = resourceOf(template, 'AWS::SNS::Topic');

const alarmIn = (given: unknown, name: string) =>
  resourceOf(templateOf(given), 'AWS::CloudWatch::Alarm', `Alarms${name}`).properties;

describe('the alarms', () => {
  it.each(resourcesOf(template, 'AWS::CloudWatch::Alarm'))(
    'say in the description what to ask first, and where the runbook tells what to do: $id',
    ({ properties }) => {
      const text = spelled(properties.AlarmDescription);
      expect(text).toMatch(/^[A-Z][^.]+\. Look (in Athena|in Logs Insights|at the attribute)\b/);
      // CloudWatch takes 1,024 characters; names that CloudFormation makes are longer than those of references.
      expect(text.length).toBeLessThan(700);
      const [, path = '', heading = ''] = / Do as it says at (docs\/[\w.]+)#(\w+)$/.exec(text) ?? [];
      expect(brokenLinks({ path: 'README.md', text: `[runbook](${path}#${heading})` })).toEqual([]);
      const section = readDocument(path)
        .text.split(/^## /m)
        .find((each) => each.toLowerCase().startsWith(`${heading}\n`));
      for (const part of ['**Description.**', '**Investigation.**', '**Resolution.**']) expect(section).toContain(part);
    },
  );

  it('are spoken of in the runbook, each of them and no other', () => {
    const headings = [...readDocument('docs/runbook.md').text.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ id }) => id.slice('Alarms'.length, -8));
    expect(alarms.sort()).toEqual(headings.sort());
  });

  it('link to the runbook where it can be opened', () => {
    const runbookUrl = 'https://example.com/lake/runbook.html';
    for (const name of ['TargetsFailing', 'FailedRuns'])
      expect(spelled(alarmIn({ runbookUrl }, name).AlarmDescription)).toMatch(
        new RegExp(` Do as it says at ${runbookUrl}#${name.toLowerCase()}$`),
      );
  });

  it('name the log, the queue, or the SQL that answers', () => {
    const textOf = (name: string): string => spelled(alarmIn({ databaseName: 'cloud' }, name).AlarmDescription);
    const logGroup = `log group {${resourceOf(template, 'AWS::Logs::LogGroup').id}}: filter level = "ERROR"`;
    for (const name of ['RunNotPublished', 'FailedRuns', 'FunctionErrors']) expect(textOf(name)).toContain(logGroup);
    for (const [name, prefix] of [
      ['FailedRuns', 'CollectorFailedRuns'],
      ['UndeliveredRuns', 'ScheduleUndelivered'],
    ] as const)
      expect(textOf(name)).toContain(`queue {${resourceOf(template, 'AWS::SQS::Queue', prefix).id}.QueueName}`);
    expect(textOf('TargetsFailing')).toContain(
      `workgroup imagebuilder-workflow-lake: SELECT account_id, region, outcome, as_of, error_code, error_message FROM "cloud".imagebuilder_workflow_coverage_now WHERE outcome NOT IN ('complete', 'partial') ORDER BY region, as_of`,
    );
  });

  it('look for what the function logs where records are lost', () => {
    const [, part = ''] = /message like "([^"]+)"/.exec(spelled(alarmIn({}, 'RecordsLost').AlarmDescription)) ?? [];
    const warnings: string[] = [];
    const ignore = (): void => undefined;
    const warn = (message: string) => void warnings.push(message);
    const log: Log = { appendKeys: ignore, resetKeys: ignore, debug: ignore, info: ignore, warn, error: ignore };
    logEvent(log, { event: 'records_lost', run: at('2026-11-22T06:00:00Z') });
    expect(warnings).toEqual([expect.stringContaining(part)]);
    expect(part).not.toBe('');
  });

  it.each(['RunNotPublished', 'TargetsFailing'])('ask in SQL that can be pasted: %s', async (name) => {
    const text = spelled(alarmIn({}, name).AlarmDescription);
    const [, sql = ''] = /: (SELECT .*?)(?:;|\. Do )/.exec(text) ?? [];
    const { rows } = await demo.ask(sql);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('tell accounts that could not be opened from Regions, and name them first: TargetsFailing', async () => {
    const text = spelled(alarmIn({}, 'TargetsFailing').AlarmDescription);
    expect(text).toContain('(*: whole accounts)');
    const { rows } = await demo.ask(/: (SELECT .*?)\. Do /.exec(text)?.[1] ?? '');
    expect(rows.map(([accountId, region]) => [accountId, region])).toEqual([
      ['333344445555', '*'],
      ['111122223333', 'ap-southeast-2'],
    ]);
  });

  it('tell the topic, in trouble and when it is over', () => {
    const actions = [{ Ref: topic.id }];
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: actions, OKActions: actions });
  });

  it('watch what the function counts, of this stack alone', () => {
    const own = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties.Namespace === 'ImageBuilderWorkflowLake',
    );
    expect(own).toHaveLength(3);
    const { Variables } = resourceOf(template, 'AWS::Lambda::Function').properties.Environment;
    for (const { properties } of own) {
      expect(Object.keys(METRICS)).toContain(properties.MetricName);
      expect(properties.Dimensions).toEqual([{ Name: 'service', Value: Variables.POWERTOOLS_SERVICE_NAME }]);
    }
  });
});

describe('no run published', () => {
  it.each([
    [{}, 2],
    [{ schedule: 'rate(15 minutes)' }, 1],
    [{ schedule: 'rate(1 day)' }, 48],
    [{ schedule: 'rate(3 days)' }, 144],
    [{ schedule: 'cron(0 6 * * ? *)' }, 48],
    [{ schedule: 'cron(0 6 ? * MON *)', alarmAfterHours: 168 }, 168],
  ])('speaks after two periods of the schedule, or as configured: %j', (given, hours) => {
    const alarm = alarmIn(given, 'RunNotPublished');
    expect(alarm).toMatchObject({
      MetricName: 'RunsPublished',
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: hours,
    });
    expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'LessThanThreshold' });
  });

  it('speaks where nothing is sent at all', () => {
    expect(alarmIn({}, 'RunNotPublished').TreatMissingData).toBe('breaching');
  });

  it('has a window that CloudWatch allows: seven days', () => {
    const { Period, EvaluationPeriods } = alarmIn({ schedule: 'rate(3 days)' }, 'RunNotPublished');
    expect(Period * EvaluationPeriods).toBeLessThanOrEqual(7 * 24 * 3600);
  });
});

describe('the other alarms', () => {
  it.each([
    ['FailedRuns', 'CollectorFailedRuns'],
    ['UndeliveredRuns', 'ScheduleUndelivered'],
  ])('%s speaks when its queue is not empty', (name, prefix) => {
    const queue = resourceOf(template, 'AWS::SQS::Queue', prefix);
    expect(alarmIn({}, name)).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue.id, 'QueueName'] } }],
      Statistic: 'Maximum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('TargetsFailing stays until a run reads every target', () => {
    expect(alarmIn({}, 'TargetsFailing')).toMatchObject({
      MetricName: 'TargetsFailed',
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'ignore',
    });
  });

  it('FunctionErrors and RecordsLost speak at the first', () => {
    const fn = resourceOf(template, 'AWS::Lambda::Function');
    expect(alarmIn({}, 'FunctionErrors')).toMatchObject({
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: fn.id } }],
      Threshold: 1,
    });
    expect(alarmIn({}, 'RecordsLost')).toMatchObject({ MetricName: 'RecordsLost', Statistic: 'Sum', Threshold: 1 });
  });
});

describe('the topic', () => {
  it('is encrypted with a key that CloudWatch may use, and turns', () => {
    const key = resourceOf(template, 'AWS::KMS::Key');
    expect(topic.properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [key.id, 'Arn'] });
    expect(key.properties.EnableKeyRotation).toBe(true);
    const [, forAlarms] = key.properties.KeyPolicy.Statement;
    expect(forAlarms).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
  });

  it('takes alarms of this account only, and over TLS only', () => {
    const [tls, alarms] = resourceOf(template, 'AWS::SNS::TopicPolicy').properties.PolicyDocument.Statement;
    expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(alarms).toMatchObject({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' });
    expect(spelled(alarms.Condition.StringEquals['aws:SourceAccount'])).toBe('{AWS::AccountId}');
  });

  it('has the configured subscriber, or none', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    templateOf({ alarmEmail: 'ops@example.com' }).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      TopicArn: { Ref: topic.id },
    });
  });
});
