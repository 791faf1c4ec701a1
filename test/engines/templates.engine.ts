import { describe, expect, it } from '@jest/globals';
import { memberRoleTemplate } from '../../lib/member-role/member-role-template';
import { templateOf } from '../lib/synthesized';
import { lintFindings } from './install/cfn-lint';
import { step } from './install/step';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const CONFIGURATIONS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['as it is configured by default', {}],
  [
    'with all that can be added',
    {
      regions: ['eu-west-1', 'us-east-1'],
      excludedRegions: ['us-east-1'],
      schedule: 'cron(0 6 * * ? *)',
      bucketKeyArn: KEY,
      kmsKeyArns: [KEY],
      alarmEmail: 'somebody@example.com',
      historyDays: 30,
    },
  ],
  ['for listed accounts', { accounts: ['111122223333', '444455556666'], externalId: 'ours' }],
  [
    'for an organization, with a StackSet',
    {
      accounts: 'organization',
      organizationalUnits: ['ou-l4ke-aaaa0001'],
      stackSetOrganizationalUnits: ['ou-l4ke-aaaa0001'],
      stackSetCallAs: 'DELEGATED_ADMIN',
    },
  ],
  ['in a bucket and a database that exist', { existingBucketName: 'lake-of-ours', existingDatabase: true }],
];

const lint = (template: unknown) => step('cfn-lint', () => lintFindings(template));

describe('cfn-lint', () => {
  it.each(CONFIGURATIONS)('has nothing to say about the stack %s', async (_, configuration) => {
    expect(await lint(templateOf(configuration).toJSON())).toEqual([]);
  });

  it('has nothing to say about the template of the member role, which it does not look into in a StackSet', async () => {
    expect(await lint(JSON.parse(memberRoleTemplate()))).toEqual([]);
  });

  it('would name an action that IAM does not know', async () => {
    const text = JSON.stringify(templateOf().toJSON()).replaceAll(
      'imagebuilder:GetWorkflow',
      'imagebuilder:FetchWorkflow',
    );
    expect(await lint(JSON.parse(text))).toEqual([expect.stringMatching(/^W3037 .*[fF]etch[wW]orkflow/)]);
  });

  it('would name a property that CloudFormation does not know', async () => {
    const text = JSON.stringify(templateOf().toJSON()).replace('"ScheduleExpression"', '"ScheduledExpression"');
    expect(await lint(JSON.parse(text))).toContainEqual(expect.stringMatching(/^E3002 .*ScheduledExpression/));
  });
});
