import { decryptWorkflows, listRegions, readWorkflows } from './account-permissions';
import { MANIFEST_PREFIX, SNAPSHOT_KEY, STAGING_PREFIX, STEP_KEY } from './layout';
import { openOtherAccounts } from './organization-permissions';
import type { Permission, PermissionScope } from './permission';
import { changeTable, coverageTable, historyTable } from './tables';

const S3_GUIDE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';

/** What the function writes: every prefix of the lake, and of a table without partitions its one object. */
const writtenKeys: readonly string[] = [
  SNAPSHOT_KEY,
  STEP_KEY,
  ...[historyTable, changeTable, coverageTable].map(({ name }) => `${name}/*`),
  `${MANIFEST_PREFIX}/*`,
  `${STAGING_PREFIX}/*`,
];

/** All that the function may do, and why. The stack's role is made of these statements and of nothing else. */
export const collectorPermissions = (scope: PermissionScope): readonly Permission[] => [
  ...readWorkflows(scope),
  ...(scope.followsEnabledRegions ? [listRegions(scope)] : []),
  ...(scope.kmsKeyArns.length > 0 ? [decryptConfigured(scope)] : []),
  ...(scope.otherAccounts === undefined ? [] : openOtherAccounts(scope, scope.otherAccounts)),
  ...lakePermissions(scope),
  ...(scope.bucketKeyArn === undefined ? [] : [useBucketKey(scope, scope.bucketKeyArn)]),
  ...invocationPermissions(scope),
];

const decryptConfigured = (scope: PermissionScope): Permission =>
  decryptWorkflows(scope, {
    keyArns: scope.kmsKeyArns,
    reason:
      'GetWorkflow decrypts an encrypted document in the name of its caller: with the keys that the configuration names, and of workflows only. Without it, such a row lacks its details.',
  });

const lakePermissions = ({ bucketArn }: PermissionScope): readonly Permission[] => [
  {
    sid: 'WriteLake',
    actions: ['s3:PutObject'],
    resources: writtenKeys.map((key) => `${bucketArn}/${key}`),
    kind: 'call',
    reason: 'A run puts its staging, the snapshot, and what it publishes. Nothing is deleted.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html',
  },
  {
    sid: 'ReadLake',
    actions: ['s3:GetObject'],
    resources: writtenKeys.map((key) => `${bucketArn}/${key}`),
    kind: 'call',
    reason:
      'A run reads the snapshot and the coverage that it builds on, and what another attempt has left. A put with If-Match asks for it, too.',
    page: `${S3_GUIDE}/conditional-writes.html`,
  },
  {
    sid: 'TellMissingFromForbidden',
    actions: ['s3:ListBucket'],
    resources: [bucketArn],
    kind: 's3-semantics',
    reason:
      'Without this permission S3 answers 403 for a key that does not exist, and a first run could not be told from a lake that may not be read. It is checked on the bucket: a condition on the prefix would never be met. Where there is no snapshot, one list of the manifests also tells a new lake from one whose snapshot was deleted.',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  },
];

const useBucketKey = ({ bucketArn, region }: PermissionScope, keyArn: string): Permission => ({
  sid: 'UseBucketKey',
  actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  resources: [keyArn],
  conditions: {
    StringLike: {
      'kms:ViaService': [`s3.${region}.amazonaws.com`, `s3.${region}.amazonaws.com.cn`],
      'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`],
    },
  },
  kind: 's3-semantics',
  reason:
    'S3 encrypts what is put and decrypts what is read in the name of its caller. The context is the bucket where S3 Bucket Keys are on, as they are here, and otherwise the object.',
  page: `${S3_GUIDE}/bucket-key.html`,
});

const invocationPermissions = ({ logGroupArn, failedRunsQueueArn }: PermissionScope): readonly Permission[] => [
  {
    sid: 'WriteLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroupArn],
    kind: 'on-behalf',
    reason: 'Lambda writes the function’s log, which holds the metrics, to the log group of the stack.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
  },
  {
    sid: 'KeepFailedRuns',
    actions: ['sqs:SendMessage'],
    resources: [failedRunsQueueArn],
    kind: 'on-behalf',
    reason: 'Lambda puts the record of an invocation that failed for good into the queue, in the function’s name.',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
  },
];
