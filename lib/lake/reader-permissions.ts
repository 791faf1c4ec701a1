import { MANIFEST_PREFIX } from '../../lambda/contract/layout';
import type { Permission } from '../../lambda/contract/permission';
import { TABLES } from '../../lambda/contract/tables';
import { VIEWS } from '../../lambda/contract/views/views';

export interface ReaderScope {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly bucketArn: string;
  readonly resultsBucketArn: string;
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
  ...useResults(scope),
  ...(scope.keyArn === undefined ? [] : [useKey(scope, scope.keyArn)]),
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

const askAthena = ({ partition, region, accountId, workgroupName }: ReaderScope): ReaderPermission => ({
  actions: [
    'athena:BatchGetNamedQuery',
    'athena:GetNamedQuery',
    'athena:GetQueryExecution',
    'athena:GetQueryResults',
    'athena:GetQueryResultsStream',
    'athena:GetWorkGroup',
    'athena:ListNamedQueries',
    'athena:ListQueryExecutions',
    'athena:StartQueryExecution',
    'athena:StopQueryExecution',
  ],
  resources: [`arn:${partition}:athena:${region}:${accountId}:workgroup/${workgroupName}`],
});

/** Athena writes and reads results in the name of whoever asks. */
const useResults = ({ resultsBucketArn }: ReaderScope): readonly ReaderPermission[] => [
  {
    actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
    resources: [`${resultsBucketArn}/*`],
  },
  {
    actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
    resources: [resultsBucketArn],
  },
];

const useKey = ({ region }: ReaderScope, keyArn: string): ReaderPermission => ({
  actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
  resources: [keyArn],
  conditions: { StringLike: { 'kms:ViaService': [`s3.${region}.amazonaws.com`, `s3.${region}.amazonaws.com.cn`] } },
});
