import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { STAGING_PREFIX } from '../lambda/contract/layout';
import { TABLES } from '../lambda/contract/tables';
import { daysOf, REPLACED_DAYS, recordDays } from './retention';

export interface LakeBucketProps {
  readonly historyDays: number;
  readonly key: IKey | undefined;
}

/** The bucket of a lake: private, versioned, encrypted, TLS only, and kept when the stack goes. */
export const lakeBucket = (scope: Construct, id: string, { historyDays, key }: LakeBucketProps): Bucket => {
  const bucket = new Bucket(scope, id, {
    ...privateBucket(key),
    versioned: true,
    lifecycleRules: lifecycleRules(historyDays),
  });
  sendEvents(bucket);
  return bucket;
};

/** What every bucket of the stack has. */
export const privateBucket = (key: IKey | undefined): BucketProps => ({
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.RETAIN,
  ...(key === undefined
    ? { encryption: BucketEncryption.S3_MANAGED }
    : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
});

/** Manifests never expire: they are the chain of the published runs. Neither does the newest snapshot. */
const lifecycleRules = (historyDays: number): LifecycleRule[] => [
  {
    id: 'replaced-versions',
    noncurrentVersionExpiration: Duration.days(REPLACED_DAYS),
    abortIncompleteMultipartUploadAfter: Duration.days(1),
    expiredObjectDeleteMarker: true,
  },
  ...TABLES.filter(({ partitioned }) => partitioned).map((table) => ({
    id: table.name,
    prefix: `${table.name}/`,
    expiration: Duration.days(daysOf(table, historyDays)),
  })),
  { id: 'staging', prefix: `${STAGING_PREFIX}/`, expiration: Duration.days(recordDays(historyDays)) },
];

/** By the property of CloudFormation: the construct's own switch brings a second function, with wide permissions. */
const sendEvents = ({ node }: Bucket): void => {
  if (!(node.defaultChild instanceof CfnBucket)) throw new TypeError('a bucket without a resource');
  node.defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
};
