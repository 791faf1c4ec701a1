import { describe, expect, it } from '@jest/globals';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { manifestSchema } from '../../lambda/contract/json-schema';
import { WorkflowLake } from '../../lib/lake/workflow-lake';
import { type Parsed, resourceOf, templateWith } from '../lib/synthesized';
import { blocksOf, readDocument } from './documents';

const CONSUMERS = readDocument('docs/consumers.md');

const jsonBlocks: readonly Parsed[] = blocksOf(CONSUMERS)
  .filter(({ language }) => language === 'json')
  .map(({ text }) => JSON.parse(text));

const made = templateWith((stack) => {
  const target = new SqsQueue(new Queue(stack, 'Followers'));
  new WorkflowLake(stack, 'Lake').onSnapshotPublished('Tell', { target });
});

/** A part of the template, with a text in place of a reference. */
const withText = (part: unknown, reference: unknown, text: string): Parsed =>
  JSON.parse(JSON.stringify(part).replaceAll(JSON.stringify(reference), JSON.stringify(text)));

describe('the document on consumers', () => {
  it('gives the pattern of the rule that the construct makes', () => {
    const bucket = resourceOf(made, 'AWS::S3::Bucket', 'LakeBucket');
    const { EventPattern } = resourceOf(made, 'AWS::Events::Rule').properties;
    expect(jsonBlocks).toContainEqual(withText(EventPattern, { Ref: bucket.id }, 'BUCKET'));
  });

  it('gives the policy of a queue that the construct makes', () => {
    const { PolicyDocument } = resourceOf(made, 'AWS::SQS::QueuePolicy').properties;
    const queue = resourceOf(made, 'AWS::SQS::Queue');
    const rule = resourceOf(made, 'AWS::Events::Rule');
    const [statement] = jsonBlocks.flatMap(({ Statement = [] }) => Statement);
    const granted = withText(PolicyDocument.Statement, { 'Fn::GetAtt': [queue.id, 'Arn'] }, 'QUEUE');
    const [forRule] = withText(granted, { 'Fn::GetAtt': [rule.id, 'Arn'] }, 'RULE');
    expect([forRule.Action].flat()).toEqual(expect.arrayContaining([statement.Action]));
    expect({ ...forRule, Action: statement.Action }).toEqual(statement);
  });

  it('names every member of a manifest but its day and its attempt', () => {
    const [, table = ''] = CONSUMERS.text.split('| Member | Holds |');
    const named = [...table.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(
      ([, names = '']) => names.match(/\w+/g) ?? [],
    );
    expect([...named, 'dt', 'id'].sort()).toEqual(Object.keys(manifestSchema['properties'] ?? {}).sort());
  });
});
