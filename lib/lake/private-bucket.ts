import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';

const NO_ACCESS_LOG =
  'Server access logs need a bucket of their own, with all of these questions again. Who must know who read an object turns on CloudTrail data events, which need none.';

/**
 * A bucket that is private, encrypted and reached by TLS only. It stays when the stack goes, and so does its policy,
 * which demands TLS. Only a bucket whose first deployment failed, an empty one, goes.
 */
export const makePrivateBucket = (scope: Construct, id: string, key: IKey | undefined, props: BucketProps): Bucket => {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ...encryptedWith(key),
    ...props,
  });
  bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  acknowledge(bucket, 'S1', NO_ACCESS_LOG);
  return bucket;
};

const encryptedWith = (key: IKey | undefined): BucketProps =>
  key === undefined
    ? { encryption: BucketEncryption.S3_MANAGED }
    : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true };
