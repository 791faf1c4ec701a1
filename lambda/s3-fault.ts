import { isRecord } from './answer-value';
import { CollectorError, LakeError } from './errors';
import { headerOf, UnusableAnswerError } from './s3-answers';
import { faultOf, type ServiceFault } from './service-fault';

/** What was asked of S3, which decides what is missing where it refuses. */
export type S3Action = 'read' | 'put' | 'list';

/**
 * An error of the SDK as a sentence: what is wrong, where, and what to do. Errors that are not S3's, the network's or
 * the file system's are faults of this program, and stay what they are.
 *
 * @param where s3://bucket, or s3://bucket/key
 */
export const toLakeError = (error: unknown, action: S3Action, where: string): unknown => {
  if (error instanceof LakeError) return new LakeError(`${where}: ${error.message}`);
  if (error instanceof CollectorError) return error;
  if (error instanceof UnusableAnswerError) return new LakeError(`${where}: S3 answered with ${error.message}`);
  if (!isServiceError(error)) return error;
  const fault = faultOf(error);
  const region = headerOf(error, 'x-amz-bucket-region');
  // The errors of the SDK hold the answer and its body: no cause goes along.
  return new LakeError(
    `${where}: ${fault.code}: ${fault.message.replace(/\.$/, '')}. ${remedyOf(fault, action, region)}`,
  );
};

/** Errors of Node's system calls have a code; those that S3 or its clients throw, an answer or a telling name. */
const isServiceError = (error: unknown): boolean => {
  if (!isRecord(error)) return false;
  const { name, code, $metadata: metadata, message } = error;
  return (
    metadata !== undefined ||
    typeof code === 'string' ||
    (typeof name === 'string' && /^(TimeoutError|AbortError|\w+ProviderError)$/.test(name)) ||
    message === REGION_MISSING
  );
};

/** How the SDK says that AWS_REGION is not set. */
const REGION_MISSING = 'Region is missing';

const remedyOf = (fault: ServiceFault, action: S3Action, region: string | undefined): string => {
  const { status, name, message } = fault;
  if (name === 'NoSuchBucket') return 'Name a bucket that is there, or create it';
  if (message === REGION_MISSING) return "Set AWS_REGION to the bucket's Region";
  if (WRONG_REGION.has(name) || status === 301 || status === 307) return regionRemedy(region);
  if (name.startsWith('KMS.') || /\bkms:/i.test(message)) return KMS_REMEDY;
  if (name.endsWith('ProviderError') || BAD_CREDENTIALS.has(name)) return CREDENTIALS_REMEDY;
  if (status === 403) return ALLOW[action];
  if (status === 501) return 'The store must know conditional writes, as S3 does';
  if (status !== undefined && status < 500 && status !== 429) return 'The call is refused however often it is made';
  return 'S3 could not be reached for long enough, or did not do its work: run it again';
};

const WRONG_REGION = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'PermanentRedirect',
  'TemporaryRedirect',
]);

const regionRemedy = (region: string | undefined): string =>
  region === undefined ? "Set AWS_REGION to the bucket's Region" : `The bucket is in ${region}: set AWS_REGION to that`;

const BAD_CREDENTIALS = new Set([
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
]);

const CREDENTIALS_REMEDY =
  'Give the SDK credentials that work: set AWS_PROFILE, sign in again, or set AWS_ACCESS_KEY_ID and its companions';

const KMS_REMEDY = 'The key of the bucket must be enabled, and allow kms:Decrypt and kms:GenerateDataKey';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, and of PutObject and ListObjectsV2 */
const ALLOW: Readonly<Record<S3Action, string>> = {
  read:
    "Allow s3:GetObject on the bucket's objects and s3:ListBucket on the bucket. " +
    'Without s3:ListBucket, S3 answers so for a key that is missing',
  put: "Allow s3:PutObject and s3:GetObject on the bucket's objects: a write that replaces a version reads it",
  list: 'Allow s3:ListBucket on the bucket',
};
