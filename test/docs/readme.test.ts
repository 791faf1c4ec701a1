import { describe, expect, it, jest } from '@jest/globals';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { METRICS } from '../../lambda/contract/metrics';
import { VIEWS } from '../../lambda/contract/views/views';
import { CONFIGURATION_KEY, parseConfiguration } from '../../lib/configuration/configuration';
import { REPLACED_DAYS } from '../../lib/lake/retention';
import { WorkflowLake } from '../../lib/lake/workflow-lake';
import { type Parsed, resourceOf, resourcesOf, spelled, templateOf, templateWith } from '../lib/synthesized';
import { type Block, blocksOf, readDocument } from './documents';

const README = readDocument('README.md');

const blocks = (language: string): readonly Block[] => blocksOf(README).filter((block) => block.language === language);

const jsonBlocks: readonly Parsed[] = blocks('json').map(({ text }) => JSON.parse(text));

/** A command as it would be typed in one line. */
const commands = blocks('sh').map(({ text }) => text.replaceAll(/ \\\n */g, ' '));

const template = templateOf();

describe('the README', () => {
  it('quotes an app of one’s own that compiles, and makes its resources', () => {
    const [app] = blocks('ts');
    const file = readDocument('test/lib/own-app.ts').text.replace("'../../lib'", "'./lib'");
    expect(app?.text).toBe(file);
    process.env['CDK_CONTEXT_JSON'] = JSON.stringify({ 'aws:cdk:bundling-stacks': [] });
    expect(() => jest.requireActual('../lib/own-app')).not.toThrow();
  });

  it('gives configurations that may be deployed', () => {
    const given = jsonBlocks.flatMap(({ context }) => (context === undefined ? [] : [context[CONFIGURATION_KEY]]));
    expect(given).toHaveLength(2);
    // BUCKET stands for a name, which has no capitals.
    for (const each of given)
      expect(() => parseConfiguration(JSON.parse(JSON.stringify(each).replace('BUCKET', 'bucket')))).not.toThrow();
  });

  it('gives the pattern of the rule that the construct makes', () => {
    const made = templateWith((stack) => {
      const target = new SqsQueue(new Queue(stack, 'Followers'));
      new WorkflowLake(stack, 'Lake').onSnapshotPublished('Tell', { target });
    });
    const bucket = resourceOf(made, 'AWS::S3::Bucket', 'LakeBucket');
    const pattern = JSON.stringify(resourceOf(made, 'AWS::Events::Rule').properties.EventPattern);
    expect(jsonBlocks).toContainEqual(JSON.parse(pattern.replace(JSON.stringify({ Ref: bucket.id }), '"BUCKET"')));
  });

  it.each(['CollectNow', 'AskAthena'])('gives the command of the output %s', (name) => {
    const output = spelled(template.toJSON()['Outputs'][name].Value);
    const command = output
      .replace('{AWS::Region}', 'REGION')
      .replace(/\{CollectorFunction\w+\}/, 'FUNCTION')
      .replace(/\{LakeWorkgroup\w+\}/, 'imagebuilder-workflow-lake');
    expect(commands.join('')).toContain(`${command}\n`);
  });

  it('counts what the stack makes', () => {
    expect(README.text).toContain(`${resourcesOf(template, 'AWS::CloudWatch::Alarm').length} alarms, GB of log`);
    expect(README.text).toContain(`${Object.keys(METRICS).length} metrics of our own`);
    expect(README.text).toContain(`2 × 24 × ${REPLACED_DAYS} = ${2 * 24 * REPLACED_DAYS} replaced copies`);
    for (const { name } of VIEWS) expect(README.text).toContain(`\`${name}\``);
  });
});
