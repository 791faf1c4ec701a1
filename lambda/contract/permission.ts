/**
 * Why an action is granted: the function calls it; S3 asks for it behind another call; or the service does it in the
 * function's name (Lambda writes the log, Image Builder decrypts).
 */
export type PermissionKind = 'call' | 's3-semantics' | 'on-behalf';

/** One statement of the function's role, with the reason that each of its actions has in common. */
export interface Permission {
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs, with `*` only where the reason says why. */
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly kind: PermissionKind;
  readonly reason: string;
  /** The AWS page behind the reason. */
  readonly page: string;
}

/** What the permissions are about. In a template these are references, filled in when it is deployed. */
export interface PermissionScope {
  readonly partition: string;
  readonly accountId: string;
  /** The Region of the function and of the lake. */
  readonly region: string;
  readonly bucketArn: string;
  readonly bucketKeyArn?: string | undefined;
  /** The keys of encrypted workflows. */
  readonly kmsKeyArns: readonly string[];
  /** Whether the Regions are those that are enabled in the account, and not a list. */
  readonly followsEnabledRegions: boolean;
  /** The accounts beside the function's own; undefined where there are none. */
  readonly otherAccounts?: OtherAccounts | undefined;
  readonly logGroupArn: string;
  readonly failedRunsQueueArn: string;
}

/** Accounts beside the function's own, and how they are found and opened. */
export interface OtherAccounts {
  readonly accounts: readonly string[] | 'organization';
  /** Whether only some units of the organization are collected. */
  readonly choosesUnits: boolean;
  /** The role to list the organization with; undefined: the function's own. */
  readonly organizationRoleArn?: string | undefined;
  /** The name of the role to assume in each of them, its path before it. */
  readonly memberRole: string;
}
