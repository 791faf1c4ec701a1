import type { Permission, PermissionKind } from '../lambda/contract/permission';
import { collectorPermissions } from '../lambda/contract/permissions';
import { DEFAULTS } from '../lib/configuration/defaults';
import { readerPermissions } from '../lib/lake/reader-permissions';
import { resultsKeyStatement } from '../lib/lake/results-key';
import { toMarkdown, withGeneratedPart } from './generated-part';

/** What stands in the document where a template has references. */
const PLACE = {
  partition: 'aws',
  region: 'REGION',
  accountId: '111122223333',
  bucketArn: 'arn:aws:s3:::BUCKET',
} as const;

const BUCKET_KEY = 'bucketKeyArn';

const KEY_ARN = `arn:aws:kms:${PLACE.region}:${PLACE.accountId}:key/KEY`;

const COLLECTOR = collectorPermissions({
  ...PLACE,
  bucketKeyArn: BUCKET_KEY,
  kmsKeyArns: ['kmsKeyArns'],
  followsEnabledRegions: true,
  logGroupArn: 'the log group of the stack',
  failedRunsQueueArn: 'the queue of failed runs',
});

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

type Statement = Pick<Permission, 'actions' | 'resources' | 'conditions'>;

const jsonOf = (value: unknown): string => ['```json', JSON.stringify(value, null, 2), '```'].join('\n');

const policyOf = (statements: readonly Statement[]): string =>
  jsonOf({
    Version: '2012-10-17',
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });

const { databaseName, workgroupName } = DEFAULTS;

const readerPolicy = (): string =>
  policyOf(readerPermissions({ ...PLACE, resultsBucketArn: undefined, keyArn: KEY_ARN, databaseName, workgroupName }));

/** What a person needs who collects without the stack, with any key of the account; the role is made of the same. */
const LAPTOP = collectorPermissions({
  ...PLACE,
  bucketKeyArn: KEY_ARN,
  kmsKeyArns: [`arn:${PLACE.partition}:kms:*:${PLACE.accountId}:key/*`],
  followsEnabledRegions: true,
  logGroupArn: '',
  failedRunsQueueArn: '',
});

const laptopPolicy = (...sids: readonly string[]): string => policyOf(LAPTOP.filter(({ sid }) => sids.includes(sid)));

/** docs/permissions.md with its generated parts renewed. */
export const permissionsDocument = (document: string): string => {
  const collector = COLLECTOR.map(sectionOf).join('\n\n');
  const parts = {
    'lambda/contract/permissions.ts': collector,
    'lambda/contract/permissions.ts: what is read': laptopPolicy(
      'ListWorkflows',
      'GetWorkflow',
      'ListRegions',
      'DecryptWorkflows',
    ),
    'lambda/contract/permissions.ts: the bucket': laptopPolicy(
      'WriteLake',
      'ReadLake',
      'TellMissingFromForbidden',
      'UseBucketKey',
    ),
    'lib/lake/reader-permissions.ts': readerPolicy(),
    'lib/lake/results-key.ts': jsonOf(resultsKeyStatement({ ...PLACE, workgroupName })),
  };
  return Object.entries(parts).reduce((renewed, [source, part]) => withGeneratedPart(renewed, source, part), document);
};
