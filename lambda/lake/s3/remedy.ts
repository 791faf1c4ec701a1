import type { ServiceFault } from '../../sdk/service-fault';

/** What was asked of S3, which decides what is missing where it refuses. */
export type S3Action = 'read' | 'put' | 'list';

const CREDENTIALS =
  'Give the SDK credentials that work: set AWS_PROFILE, sign in again, or set AWS_ACCESS_KEY_ID and its companions';

const KMS = 'The key of the bucket must be enabled, and allow kms:Decrypt and kms:GenerateDataKey';

const PASSING = 'It was tried again for as long as is allowed: run it again later';

const REMEDIES: Readonly<Partial<Record<string, string>>> = {
  ExpiredToken: CREDENTIALS,
  InvalidAccessKeyId: CREDENTIALS,
  InvalidToken: CREDENTIALS,
  NoSuchBucket: 'Name a bucket that is there, or create it',
  NotImplemented: 'The store must know conditional writes, as S3 does',
  RequestTimeTooSkewed: 'Set the clock of this machine right',
  SignatureDoesNotMatch: CREDENTIALS,
  TokenRefreshRequired: CREDENTIALS,
};

const WRONG_REGION = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'PermanentRedirect',
  'TemporaryRedirect',
]);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const ALLOW: Readonly<Record<S3Action, string>> = {
  read:
    "Allow s3:GetObject on the bucket's objects and s3:ListBucket on the bucket: " +
    'without the latter, S3 answers so for a key that is missing',
  put: "Allow s3:PutObject and s3:GetObject on the bucket's objects: a write that replaces a version reads it",
  list: 'Allow s3:ListBucket on the bucket',
};

/**
 * What to do about a refusal of S3, or about its silence.
 *
 * @param region where S3 says that the bucket is, if it does
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
export const remedyOf = (fault: ServiceFault, action: S3Action, region: string | undefined): string => {
  const { status, name, message, systemCode } = fault;
  const remedy = REMEDIES[name];
  if (remedy !== undefined) return remedy;
  if (WRONG_REGION.has(name) || status === 301 || status === 307) return regionRemedy(region);
  if (name.startsWith('KMS.') || /\bkms:/i.test(message)) return KMS;
  if (name.endsWith('ProviderError')) return CREDENTIALS;
  if (message === 'Region is missing') return regionRemedy(undefined);
  if (name === 'AccessDenied' || (status === 403 && fault.code === 'HTTP 403')) return ALLOW[action];
  if (systemCode === 'ENOTFOUND') return 'Set AWS_REGION, and AWS_ENDPOINT_URL if there is one, to what exists';
  if (status === undefined || status >= 500 || status === 429) return PASSING;
  return 'S3 refuses this however often it is asked';
};

const regionRemedy = (region: string | undefined): string =>
  region === undefined ? "Set AWS_REGION to the bucket's Region" : `The bucket is in ${region}: set AWS_REGION to that`;
