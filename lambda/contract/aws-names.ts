/**
 * The names that AWS gives to Regions, accounts, buckets and keys. Patterns, not lists of what there is, which would be
 * old soon: they find the slip of a hand.
 */

/** Region names of every partition: eu-west-1, cn-north-1, us-gov-west-1, us-isob-east-1, eu-isoe-west-1, eusc-de-east-1. */
const REGION = /^(?:[a-z]{2}|eusc)(?:-[a-z]+){1,2}-\d{1,2}$/;

export const isRegionName = (text: string): boolean => REGION.test(text);

const ACCOUNT = /^\d{12}$/;

export const isAccountId = (text: string): boolean => ACCOUNT.test(text);

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const RESERVED_STARTS = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_ENDS = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/** What the name of a bucket has, in words. */
export const BUCKET_RULE =
  '3 to 63 lower-case letters, digits, single dots and hyphens, not those of an IP address, and no beginning or end that S3 reserves';

/**
 * Whether S3 takes it for a general purpose bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const isBucketName = (text: string): boolean =>
  BUCKET.test(text) &&
  !text.includes('..') &&
  !IP_ADDRESS.test(text) &&
  !RESERVED_STARTS.some((start) => text.startsWith(start)) &&
  !RESERVED_ENDS.some((end) => text.endsWith(end));

const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

/** Whether it is the ARN of a KMS key; that of an alias is not. */
export const isKeyArn = (text: string): boolean => KEY_ARN.test(text);
