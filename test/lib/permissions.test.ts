import { describe, expect, it } from '@jest/globals';
import {
  changeKey,
  coverageKey,
  historyKey,
  manifestKey,
  SNAPSHOT_KEY,
  STEP_KEY,
  stagingKeys,
} from '../../lambda/contract/layout';
import type { OtherAccounts } from '../../lambda/contract/permission';
import { collectorPermissions } from '../../lambda/contract/permissions';
import { parseScheduledTime } from '../../lambda/contract/scheduled-time';
import { listOf, resourceOf, resourcesOf, spelled, statementsOf, templateOf } from './synthesized';

const WORKFLOW_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const BUCKET_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const template = templateOf();
const failedRuns = resourceOf(template, 'AWS::SQS::Queue', 'CollectorFailedRuns');

const collectorRole = (given: unknown) => resourceOf(templateOf(given), 'AWS::IAM::Role', 'CollectorRole');

const LISTED: OtherAccounts = {
  accounts: ['444455556666'],
  choosesUnits: false,
  memberRole: 'imagebuilder-workflow-reader',
};
const ORGANIZATION: OtherAccounts = { ...LISTED, accounts: 'organization' };

describe('what the collector may do', () => {
  const everything = { kmsKeyArns: [WORKFLOW_KEY], bucketKeyArn: BUCKET_KEY };
  const bucketArn = `{${resourceOf(template, 'AWS::S3::Bucket', 'LakeBucket').id}.Arn}`;
  const documented = (scope: {
    kmsKeyArns: readonly string[];
    bucketKeyArn?: string;
    followsEnabledRegions: boolean;
    otherAccounts?: OtherAccounts;
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
    [{ accounts: ['444455556666'] }, { kmsKeyArns: [], followsEnabledRegions: true, otherAccounts: LISTED }],
    [{ accounts: 'organization' }, { kmsKeyArns: [], followsEnabledRegions: true, otherAccounts: ORGANIZATION }],
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
    const scope = { ...everything, followsEnabledRegions: true };
    for (const { reason, page, actions, kind } of [
      ...documented({ ...scope, otherAccounts: ORGANIZATION }),
      ...documented({ ...scope, otherAccounts: { ...ORGANIZATION, organizationRoleArn: 'arn' } }),
    ]) {
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
    const tables = [SNAPSHOT_KEY, historyKey(time), changeKey(time), coverageKey(time), STEP_KEY];
    const keys = [...tables, manifestKey(time), ...staged];
    for (const sid of ['WriteLake', 'ReadLake']) {
      const prefixes = listOf(granted({}, sid).Resource).map((each) => spelled(each).slice(bucketArn.length + 1));
      const reaches = (key: string, pattern: string) =>
        pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
      for (const key of keys) expect(prefixes.some((pattern) => reaches(key, pattern))).toBe(true);
      for (const pattern of prefixes) expect(keys.some((key) => reaches(key, pattern))).toBe(true);
      expect(prefixes).not.toContain('*');
    }
  });

  it('may list the bucket, on no condition: else S3 does not tell a missing key from a forbidden one', () => {
    const { Action, Resource, Condition } = granted({}, 'TellMissingFromForbidden');
    expect([Action, spelled(Resource), Condition]).toEqual(['s3:ListBucket', bucketArn, undefined]);
  });

  it('may read each key that it may write: S3 wants it of a put on condition', () => {
    const [written, read] = ['WriteLake', 'ReadLake'].map((sid) => granted({}, sid));
    expect([written.Action, read.Action]).toEqual(['s3:PutObject', 's3:GetObject']);
    expect(read.Resource).toEqual(written.Resource);
  });

  it('decrypts with the configured keys only, and workflows only', () => {
    expect(granted({}, 'DecryptWorkflows')).toBeUndefined();
    const { Action, Resource, Condition } = granted(everything, 'DecryptWorkflows');
    expect([Action, Resource]).toEqual(['kms:Decrypt', WORKFLOW_KEY]);
    expect(Object.keys(Condition)).toEqual(['StringLike']);
    expect(Object.entries(Condition.StringLike).map(([name, values]) => [name, listOf(values).map(spelled)])).toEqual([
      [
        'kms:EncryptionContext:aws:imagebuilder:arn',
        ['arn:{AWS::Partition}:imagebuilder:*:{AWS::AccountId}:workflow/*'],
      ],
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
