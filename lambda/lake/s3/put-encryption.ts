import type { PutObjectCommandInput } from '@aws-sdk/client-s3';

/** How objects are encrypted, where each put says so: by S3, or with a key of KMS. */
export type PutEncryption = 'AES256' | { readonly kmsKeyArn: string };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html */
export const encryptionHeaders = (
  encryption: PutEncryption | undefined,
): Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'> => {
  if (encryption === undefined) return {};
  if (encryption === 'AES256') return { ServerSideEncryption: encryption };
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryption.kmsKeyArn };
};
