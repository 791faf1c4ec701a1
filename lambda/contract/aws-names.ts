/**
 * The names that AWS gives to Regions, accounts, buckets and keys. Patterns, not lists of what there is, which would be
 * old soon: they find the slip of a hand.
 */

/** Region names of every partition: eu-west-1, cn-north-1, us-gov-west-1, us-isob-east-1, eu-isoe-west-1, eusc-de-east-1. */
const REGION = /^(?:[a-z]{2}|eusc)(?:-[a-z]+){1,2}-\d{1,2}$/;

export const isRegionName = (text: string): boolean => REGION.test(text);

/** How the names of Regions begin, in every partition but `aws`. */
const PARTITION_OF: readonly (readonly [start: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['eusc-', 'aws-eusc'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** The partition of a Region: credentials, and what is reached with them, are of one. */
export const partitionOf = (region: string): string =>
  PARTITION_OF.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';

/** Each once, in the order of the Regions. */
export const partitionsOf = (regions: readonly string[]): readonly string[] => [...new Set(regions.map(partitionOf))];

const ACCOUNT = /^\d{12}$/;

export const isAccountId = (text: string): boolean => ACCOUNT.test(text);

/** IAM allows more within a path, such as *, which would be a wildcard in every policy that names the role. */
const ROLE_PATH = /^(?:[\w+=,.@-]+\/)*$/;
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const LONGEST_ROLE_PATH = 512;

/** What the name of a role with its path has, in words. */
export const ROLE_RULE =
  'a name of up to 64 letters, digits and +=,.@_- behind a path, if there is one, such as workflow-lake/member';

/**
 * Whether it is the name of a role with its path, as it stands in the role's ARN behind `role/`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const isRoleName = (text: string): boolean => {
  const { path, name } = roleNameParts(text);
  return path.length < LONGEST_ROLE_PATH && ROLE_PATH.test(path) && ROLE_NAME.test(name);
};

/** The path of a role, which ends in a slash where there is one, and its name. */
export const roleNameParts = (text: string): { readonly path: string; readonly name: string } => {
  const nameStart = text.lastIndexOf('/') + 1;
  return { path: text.slice(0, nameStart), name: text.slice(nameStart) };
};

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/(.+)$/;

export const isRoleArn = (text: string): boolean => {
  const name = ROLE_ARN.exec(text)?.[1];
  return name !== undefined && isRoleName(name);
};

const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

export const EXTERNAL_ID_RULE = '2 to 1,224 letters, digits and +=,.@:/_-, with no blanks';

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const isExternalId = (text: string): boolean => EXTERNAL_ID.test(text);

const UNIT = /^(?:ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$/;

/**
 * Whether it is the ID of an organizational unit, or of the root, which stands for all of them.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
 */
export const isUnitId = (text: string): boolean => UNIT.test(text);

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
