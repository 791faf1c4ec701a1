import { collectorPermissions } from '../lambda/contract/permissions';
import { withGeneratedPart } from './generated-part';
import { policyBlock } from './policy-block';

const IN_ACCOUNT = ['ListWorkflows', 'GetWorkflow', 'ListRegions', 'DecryptWorkflows'];
const IN_BUCKET = ['WriteLake', 'ReadLake', 'TellMissingFromForbidden'];

/** What the function may do, so far as a laptop does it, too: with any key of the account. */
const PERMISSIONS = collectorPermissions({
  partition: 'aws',
  region: 'REGION',
  accountId: '111122223333',
  bucketArn: 'arn:aws:s3:::BUCKET',
  kmsKeyArns: ['arn:aws:kms:*:111122223333:key/*'],
  followsEnabledRegions: true,
  logGroupArn: '',
  failedRunsQueueArn: '',
});

const policyOf = (sids: readonly string[]): string => policyBlock(PERMISSIONS.filter(({ sid }) => sids.includes(sid)));

/** docs/laptop.md with its policies renewed. */
export const laptopDocument = (document: string): string => {
  const withAccount = withGeneratedPart(document, 'lambda/contract/permissions.ts: account', policyOf(IN_ACCOUNT));
  return withGeneratedPart(withAccount, 'lambda/contract/permissions.ts: bucket', policyOf(IN_BUCKET));
};
