import { ORGANIZATION } from '../lambda/contract/environment';
import { memberDecryption, memberListing, memberPermissions } from '../lambda/contract/member-permissions';
import type { Permission, PermissionKind, PermissionScope } from '../lambda/contract/permission';
import { collectorPermissions } from '../lambda/contract/permissions';
import { DEFAULTS } from '../lib/configuration/defaults';
import { readerPermissions } from '../lib/lake/reader-permissions';
import { resultsKeyStatement } from '../lib/lake/results-key';
import { toMarkdown, withGeneratedPart } from './generated-part';
import { jsonBlock, policyBlock } from './policy-block';

/** What stands in the document where a template has references. */
const PLACE = {
  partition: 'aws',
  region: 'REGION',
  accountId: '111122223333',
  bucketArn: 'arn:aws:s3:::BUCKET',
} as const;

const BUCKET_KEY = 'bucketKeyArn';

const KEY_ARN = `arn:aws:kms:${PLACE.region}:${PLACE.accountId}:key/KEY`;

const SCOPE: PermissionScope = {
  ...PLACE,
  bucketKeyArn: BUCKET_KEY,
  kmsKeyArns: ['kmsKeyArns'],
  followsEnabledRegions: true,
  otherAccounts: { accounts: ORGANIZATION, choosesUnits: true, memberRole: 'memberRoleName' },
  logGroupArn: 'the log group of the stack',
  failedRunsQueueArn: 'the queue of failed runs',
};

const COLLECTOR = collectorPermissions(SCOPE);

const MEMBER = [...memberPermissions(PLACE), memberDecryption(PLACE), memberListing()];

const BECAUSE: Readonly<Record<PermissionKind, string>> = {
  call: 'the function calls it',
  's3-semantics': 'S3 asks for it behind another call',
  'on-behalf': 'a service does it in the function’s name',
};

const conditionsOf = ({ conditions = {} }: Permission): readonly string[] =>
  Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} \`${key}\`: ${codes(values)}`),
  );

const codes = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');

const sectionOf = (permission: Permission): string =>
  [
    `### ${permission.sid}`,
    '',
    `${toMarkdown(permission.reason)} ([AWS](${permission.page}))`,
    '',
    `- Granted because ${BECAUSE[permission.kind]}: ${codes(permission.actions)}`,
    `- On ${codes(permission.resources)}`,
    ...conditionsOf(permission).map((condition) => `- Only where ${condition}`),
  ].join('\n');

const { databaseName, workgroupName } = DEFAULTS;

const readerPolicy = (): string =>
  policyBlock(
    readerPermissions({ ...PLACE, resultsBucketArn: undefined, keyArn: KEY_ARN, databaseName, workgroupName }),
  );

/** docs/permissions.md with its generated parts renewed. */
export const permissionsDocument = (document: string): string => {
  const collector = COLLECTOR.map(sectionOf).join('\n\n');
  const parts = {
    'lambda/contract/permissions.ts': collector,
    'lambda/contract/member-permissions.ts': MEMBER.map(sectionOf).join('\n\n').replaceAll('### ', '### Member role: '),
    'lib/lake/reader-permissions.ts': readerPolicy(),
    'lib/lake/results-key.ts': jsonBlock(resultsKeyStatement({ ...PLACE, workgroupName })),
  };
  return Object.entries(parts).reduce((renewed, [source, part]) => withGeneratedPart(renewed, source, part), document);
};
