import { MANIFEST_PREFIX } from '../../lambda/contract/layout';
import type { Permission } from '../../lambda/contract/permission';
import { TABLES } from '../../lambda/contract/tables';
import { VIEWS } from '../../lambda/contract/views/views';

interface ReaderScope {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly bucketArn: string;
  /** Undefined where Athena keeps the results. */
  readonly resultsBucketArn: string | undefined;
  readonly keyArn: string | undefined;
  readonly databaseName: string;
  readonly workgroupName: string;
}

type ReaderPermission = Pick<Permission, 'actions' | 'resources' | 'conditions'>;

/**
 * What it takes to query the lake in its workgroup, and to read what a manifest names. Staging is not among it.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html
 */
export const readerPermissions = (scope: ReaderScope): readonly ReaderPermission[] => [
  ...readLake(scope),
  ...readCatalog(scope),
  askAthena(scope),
  ...(scope.resultsBucketArn === undefined ? [] : useResults(scope.resultsBucketArn)),
  ...(scope.keyArn === undefined ? [] : useKey(scope, scope.keyArn)),
];

const readLake = ({ bucketArn }: ReaderScope): readonly ReaderPermission[] => [
  {
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: [...TABLES.map(({ name }) => name), MANIFEST_PREFIX].map((prefix) => `${bucketArn}/${prefix}/*`),
  },
  { actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn] },
];

/** Athena looks the database `default` up, whatever is asked for. */
const readCatalog = ({ partition, region, accountId, databaseName }: ReaderScope): readonly ReaderPermission[] => {
  const glue = `arn:${partition}:glue:${region}:${accountId}`;
  const names = [...TABLES, ...VIEWS].map(({ name }) => name);
  return [
    {
      actions: ['glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'],
      resources: [
        `${glue}:catalog`,
        `${glue}:database/${databaseName}`,
        ...names.map((name) => `${glue}:table/${databaseName}/${name}`),
      ],
    },
    { actions: ['glue:GetDatabase'], resources: [`${glue}:database/default`] },
  ];
};

/**
 * The IDs of other people's queries are not listed: whoever may ask in the workgroup and knows an ID reads the results.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
 */
const askAthena = (scope: ReaderScope): ReaderPermission => ({
  actions: [
    'athena:BatchGetNamedQuery',
    'athena:GetNamedQuery',
    'athena:GetQueryExecution',
    'athena:GetQueryResults',
    'athena:GetQueryResultsStream',
    'athena:GetWorkGroup',
    'athena:ListNamedQueries',
    'athena:StartQueryExecution',
    'athena:StopQueryExecution',
  ],
  resources: [workgroupArn(scope)],
});

/** In a bucket, Athena writes and reads results in the name of whoever asks. */
const useResults = (resultsBucketArn: string): readonly ReaderPermission[] => [
  {
    actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
    resources: [`${resultsBucketArn}/*`],
  },
  {
    actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
    resources: [resultsBucketArn],
  },
];

/**
 * A key is used for what stands in the encryption context, and nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 * @see https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
 */
const useKey = (scope: ReaderScope, keyArn: string): readonly ReaderPermission[] => [
  {
    actions: ['kms:Decrypt'],
    resources: [keyArn],
    conditions: { StringLike: throughS3(scope, scope.bucketArn) },
  },
  {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
    conditions: { StringLike: resultsContext(scope) },
  },
];

const resultsContext = (scope: ReaderScope): Readonly<Record<string, readonly string[]>> =>
  scope.resultsBucketArn === undefined
    ? { 'kms:EncryptionContext:aws:athena:arn': [workgroupArn(scope)] }
    : throughS3(scope, scope.resultsBucketArn);

/** The context is the bucket where S3 Bucket Keys are on, otherwise the object. */
const throughS3 = ({ region }: ReaderScope, bucketArn: string): Readonly<Record<string, readonly string[]>> => ({
  'kms:ViaService': [`s3.${region}.amazonaws.com`, `s3.${region}.amazonaws.com.cn`],
  'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`],
});

const workgroupArn = ({ partition, region, accountId, workgroupName }: ReaderScope): string =>
  `arn:${partition}:athena:${region}:${accountId}:workgroup/${workgroupName}`;
