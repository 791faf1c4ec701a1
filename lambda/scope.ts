/*
 * What a run is asked to collect: which accounts, and which of their Regions.
 */

/** The organization, or a part of it. Units are meant with all that is below them. */
export interface OrganizationScope {
  /** None: the whole organization. */
  readonly units: readonly string[];
  readonly excludedUnits: readonly string[];
}

/** The collector's own account, a list of accounts, or those of its organization. */
export type AccountScope = 'self' | readonly string[] | OrganizationScope;

export interface AccountsToPlan {
  /** The account that collects. */
  readonly accountId: string;
  /** Absent: the collector's own. */
  readonly accounts?: AccountScope | undefined;
  readonly excludedAccounts?: readonly string[] | undefined;
}

export interface RegionScope {
  readonly regions: readonly string[] | 'enabled';
  readonly excludedRegions: readonly string[];
}

export interface Scope extends RegionScope, AccountsToPlan {}

/** Which accounts are to be collected, and how they are entered. */
export interface AccountSettings {
  readonly accounts: AccountScope;
  readonly excludedAccounts: readonly string[];
  /** With its path; undefined where no other account is entered. */
  readonly memberRole?: string | undefined;
  readonly externalId?: string | undefined;
  /** The role that lists the organization, where the collector itself does not. */
  readonly organizationRole?: string | undefined;
}
