import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseEvent } from '../../lambda/function/event';
import { CONFIGURATION_KEY, parseConfiguration } from '../../lib/configuration/configuration';
import { ImagebuilderWorkflowLakeStack } from '../../lib/stack';
import { CDK_JSON, resourceOf, spelled, templateOf } from './synthesized';

describe('the stack', () => {
  it('is configured in cdk.json, and as it stands there it is valid', () => {
    expect(parseConfiguration(CDK_JSON.context[CONFIGURATION_KEY])).toEqual(parseConfiguration());
    expect(CDK_JSON.context['@aws-cdk/core:validateAgainstDefaultRules']).toBe(true);
  });

  it('makes an asset of one file, which exports the handler', () => {
    const app = new App({ context: CDK_JSON.context, builtinCloudFormationValidation: false });
    const stack = new ImagebuilderWorkflowLakeStack(app, 'Lake', { configuration: parseConfiguration() });
    const { Handler: entry } = resourceOf(Template.fromStack(stack), 'AWS::Lambda::Function').properties;
    expect(entry).toBe('index.handler');
    const [folder = '', ...more] = readdirSync(app.outdir).filter((name) => name.startsWith('asset.'));
    expect(more).toEqual([]);
    expect(readdirSync(join(app.outdir, folder))).toEqual(['index.js']);
    const script = `console.log(Object.keys(require(${JSON.stringify(join(app.outdir, folder, 'index.js'))})).join())`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('handler');
  });
});

/** What a shell makes of a command: its arguments. */
const argumentsOf = (command: string): readonly string[] =>
  execFileSync('sh', ['-c', `aws() { printf '%s\\n' "$@"; }\n${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

describe('the outputs', () => {
  const template = templateOf({ databaseName: 'cloud' });
  const output = (name: string): string => spelled(template.findOutputs(name)[name]?.['Value']);
  const fn = resourceOf(template, 'AWS::Lambda::Function');

  it('name the bucket, the database and the workgroup', () => {
    expect(output('BucketName')).toBe(`{${resourceOf(template, 'AWS::S3::Bucket', 'LakeBucket').id}}`);
    expect(output('DatabaseName')).toBe('cloud');
    expect(output('WorkgroupName')).toBe(`{${resourceOf(template, 'AWS::Athena::WorkGroup').id}}`);
  });

  it('name what the runbook sends people to: the log, both queues and the topic', () => {
    expect(output('LogGroupName')).toBe(`{${resourceOf(template, 'AWS::Logs::LogGroup').id}}`);
    expect(output('FailedRunsQueueUrl')).toBe(`{${resourceOf(template, 'AWS::SQS::Queue', 'CollectorFailedRuns').id}}`);
    expect(output('UndeliveredQueueUrl')).toBe(
      `{${resourceOf(template, 'AWS::SQS::Queue', 'ScheduleUndelivered').id}}`,
    );
    expect(output('AlarmTopicArn')).toBe(`{${resourceOf(template, 'AWS::SNS::Topic').id}}`);
  });

  it('give the command that collects now, with an event that the function takes', () => {
    const given = argumentsOf(output('CollectNow'));
    expect(given).toEqual([
      ...['lambda', 'invoke', '--region', '{AWS::Region}', '--function-name', `{${fn.id}}`],
      ...['--cli-read-timeout', '900', '--cli-binary-format', 'raw-in-base64-out', '--payload', '{}', '/dev/stdout'],
    ]);
    expect(parseEvent(JSON.parse('{}'), Date.UTC(2026, 10, 22, 6)).scheduledTime).toBe('2026-11-22T06:00:00Z');
  });

  it('give the command that asks a question, in the workgroup and the database', () => {
    expect(argumentsOf(output('AskAthena'))).toEqual([
      ...['athena', 'start-query-execution', '--region', '{AWS::Region}', '--work-group', output('WorkgroupName')],
      ...['--query-execution-context', 'Database=cloud', '--query-string'],
      'SELECT name, version, type FROM imagebuilder_workflow WHERE state IS NULL',
    ]);
  });
});
