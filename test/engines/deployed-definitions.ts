import type { Template } from 'aws-cdk-lib/assertions';
import { isRecord } from '../../lambda/answer-value';
import { resourceOf, resourcesOf } from '../lib/synthesized';
import { callGlue } from './glue-api';
import type { MiniStack } from './ministack';
import { resolved } from './template-values';

/** Lays the database, the tables and the views of a template into Glue, as they are, over a bucket. */
export const defineTables = async (ministack: MiniStack, template: Template, bucket: string): Promise<void> => {
  const references = {
    'AWS::AccountId': ministack.accountId,
    'AWS::Partition': 'aws',
    'AWS::Region': ministack.region,
    [lakeBucketOf(template)]: bucket,
  };
  const define = async (operation: 'CreateDatabase' | 'CreateTable', properties: unknown): Promise<void> => {
    const input = resolved(properties, references);
    if (!isRecord(input)) throw new Error(`a resource for ${operation} without properties`);
    await callGlue(ministack, operation, input);
  };
  await define('CreateDatabase', resourceOf(template, 'AWS::Glue::Database').properties);
  for (const { properties } of resourcesOf(template, 'AWS::Glue::Table')) await define('CreateTable', properties);
};

const lakeBucketOf = (template: Template): string => {
  const [id, ...more] = resourcesOf(template, 'AWS::S3::Bucket')
    .map((bucket) => bucket.id)
    .filter((id) => id.startsWith('LakeBucket'));
  if (id === undefined || more.length > 0) throw new Error('there must be one LakeBucket*');
  return id;
};

export interface DeployedQuery {
  readonly name: string;
  readonly database: string;
  readonly sql: string;
}

/** The saved queries of a template. */
export const deployedQueries = (template: Template): readonly DeployedQuery[] =>
  resourcesOf(template, 'AWS::Athena::NamedQuery').map(({ properties }) => ({
    name: String(properties['Name']),
    database: String(properties['Database']),
    sql: String(properties['QueryString']),
  }));
