import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { isKeyArn } from '../../contract/aws-names';
import { S3_MANAGED } from '../../contract/environment';

/** How objects are encrypted, where each put says so: by S3, or with a key of KMS. */
export type PutEncryption = typeof S3_MANAGED | { readonly kmsKeyArn: string };

/** Undefined where the text is neither AES256 nor the ARN of a key. */
export const parsePutEncryption = (text: string): PutEncryption | undefined => {
  if (text === S3_MANAGED) return text;
  return isKeyArn(text) ? { kmsKeyArn: text } : undefined;
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html */
export const encryptionHeaders = (
  encryption: PutEncryption | undefined,
): Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'> => {
  if (encryption === undefined) return {};
  if (encryption === S3_MANAGED) return { ServerSideEncryption: encryption };
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryption.kmsKeyArn };
};
