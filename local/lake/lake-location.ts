import { BUCKET_RULE, isBucketName } from '../../lambda/contract/aws-names';
import type { Lake } from '../../lambda/lake/lake';
import { createS3Client } from '../../lambda/lake/s3/client';
import type { PutEncryption } from '../../lambda/lake/s3/put-encryption';
import { createS3Lake } from '../../lambda/lake/s3/s3-lake';
import type { Access } from '../../lambda/sdk/access';
import { openDirectoryLake } from './directory-lake';

const SCHEME = /^s3:\/\//;

/** The bucket that holds a lake, where `--lake` names one; undefined for a folder. */
export const bucketOf = (lake: string): string | undefined =>
  SCHEME.test(lake) ? lake.replace(SCHEME, '').replace(/\/$/, '') : undefined;

/** What is wrong with a value of `--lake`, so far as it can be told without looking for the lake. */
export const locationFaults = (lake: string): readonly string[] => {
  const bucket = bucketOf(lake);
  if (bucket !== undefined) return bucketFaults(lake, bucket);
  return /^[a-z0-9+.-]+:\/\//i.test(lake)
    ? [`--lake ${lake}: a lake is a folder of this machine or a bucket. Write --lake DIR or --lake s3://BUCKET.`]
    : [];
};

const bucketFaults = (lake: string, bucket: string): readonly string[] => {
  const [name = '', ...prefix] = bucket.split('/');
  if (!isBucketName(name))
    return [`--lake ${lake}: ${name === '' ? 'nothing' : name} is not the name of a bucket, which has ${BUCKET_RULE}.`];
  if (prefix.length === 0) return [];
  return [`--lake ${lake}: a lake has a bucket of its own, and no prefix within it. Write --lake s3://${name}.`];
};

interface LakeLocation {
  /** The value of `--lake`. */
  readonly lake: string;
  /** What each put into a bucket says of its encryption. */
  readonly encryption: PutEncryption | undefined;
}

/**
 * The lake that `--lake` names: a folder, which is made if there is none, or s3://bucket, which has to be there. Throws a
 * LakeError where the folder cannot be a lake. A bucket is not asked for before it is read.
 */
export const openLake = async ({ lake, encryption }: LakeLocation, access: Access): Promise<Lake> => {
  const bucket = bucketOf(lake);
  return bucket === undefined
    ? openDirectoryLake(lake)
    : createS3Lake({ bucket, encryption, client: createS3Client({ access }) });
};
