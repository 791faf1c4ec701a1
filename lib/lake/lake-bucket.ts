import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type Bucket, CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { STAGING_PREFIX } from '../../lambda/contract/layout';
import { TABLES } from '../../lambda/contract/tables';
import { makePrivateBucket } from './private-bucket';
import { daysOf, REPLACED_DAYS, recordDays } from './retention';

interface LakeBucketProps {
  readonly historyDays: number;
  readonly key: IKey | undefined;
}

/** The bucket of a lake: versioned, it tells EventBridge of its objects, and forgets what is older than is asked for. */
export const makeLakeBucket = (scope: Construct, id: string, { historyDays, key }: LakeBucketProps): Bucket => {
  const bucket = makePrivateBucket(scope, id, key, { versioned: true, lifecycleRules: lifecycleRules(historyDays) });
  sendEvents(bucket);
  return bucket;
};

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
