/**
 * The function's environment: what the stack states and the handler reads. Everything else that the function needs to
 * know, it is told by AWS: its account by the ARN in the invocation's context, its Region and credentials by Lambda.
 */
export const ENVIRONMENT = {
  LAKE_BUCKET: 'The name of the lake’s bucket.',
  LAKE_ENCRYPTION:
    'What each put into the bucket says of its encryption: `AES256`, or the ARN of a KMS key. Absent: nothing.',
  REGIONS:
    'The Regions to collect, separated by commas, or `enabled`: those that are enabled in the account when a run begins.',
  EXCLUDED_REGIONS: 'Regions not to collect, separated by commas. Absent or empty: none.',
  ACCOUNTS:
    'The accounts to collect: `self`, the function’s own; IDs, separated by commas; or `organization`: its active ones. Absent: `self`.',
  EXCLUDED_ACCOUNTS: 'IDs of accounts not to collect, separated by commas. Absent or empty: none.',
  MEMBER_ROLE:
    'The role to assume in each account but the function’s own, with its path. Needed where ACCOUNTS is not `self`.',
  EXTERNAL_ID: 'What the member role wants to hear. Absent or empty: nothing.',
  ORGANIZATIONAL_UNITS: 'The organizational units to collect, separated by commas. Absent or empty: all.',
  EXCLUDED_ORGANIZATIONAL_UNITS: 'Organizational units not to collect, separated by commas. Absent or empty: none.',
  ORGANIZATION_ROLE: 'The ARN of the role that lists the organization. Absent or empty: the function does so itself.',
  POWERTOOLS_SERVICE_NAME: 'Which deployment this is, in the log and in the metrics’ only dimension.',
  POWERTOOLS_LOG_LEVEL: 'The least level that is logged: DEBUG, INFO, WARN, ERROR. Absent: INFO.',
} as const;

export type EnvironmentVariable = keyof typeof ENVIRONMENT;

/** The value of REGIONS that follows the account. */
export const ENABLED_REGIONS = 'enabled';

/** The value of ACCOUNTS for the function’s own. */
export const OWN_ACCOUNT = 'self';

/** The value of ACCOUNTS that follows the organization. */
export const ORGANIZATION = 'organization';

/** The value of LAKE_ENCRYPTION where S3 encrypts with keys of its own. */
export const S3_MANAGED = 'AES256';

/** Separates the members of a list in one variable. */
export const LIST_SEPARATOR = ',';

/** What may be left out; the others must be stated. */
type OptionalVariable =
  | 'ACCOUNTS'
  | 'EXCLUDED_ACCOUNTS'
  | 'EXCLUDED_ORGANIZATIONAL_UNITS'
  | 'EXCLUDED_REGIONS'
  | 'EXTERNAL_ID'
  | 'LAKE_ENCRYPTION'
  | 'MEMBER_ROLE'
  | 'ORGANIZATIONAL_UNITS'
  | 'ORGANIZATION_ROLE'
  | 'POWERTOOLS_LOG_LEVEL';

/** What the stack gives the function: a variable that is forgotten does not compile. */
export type FunctionEnvironment = Readonly<Record<Exclude<EnvironmentVariable, OptionalVariable>, string>> &
  Readonly<Partial<Record<OptionalVariable, string>>>;
