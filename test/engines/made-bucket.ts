import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';

/** Makes a bucket that keeps versions; returns its name. */
export const makeBucket = async (client: S3Client): Promise<string> => {
  const Bucket = `lake-${randomUUID()}`;
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return Bucket;
};
