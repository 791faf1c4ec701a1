/** Which accounts are collected, and how they are opened. */
export interface AccountProps {
  /**
   * The accounts to collect: that of the collector, those of a list, or all that are active in the organization.
   *
   * @default 'self'
   */
  readonly accounts?: readonly string[] | 'self' | 'organization' | undefined;
  /**
   * The units of the organization to collect, with those below them.
   *
   * @default - the whole organization
   */
  readonly organizationalUnits?: readonly string[] | undefined;
  /**
   * Accounts of the organization not to collect.
   *
   * @default - none
   */
  readonly excludedAccounts?: readonly string[] | undefined;
  /**
   * Units of the organization not to collect, with those below them.
   *
   * @default - none
   */
  readonly excludedOrganizationalUnits?: readonly string[] | undefined;
  /**
   * The role to list the organization with.
   *
   * @default - the collector's own, which does in the management account and in a delegated administrator
   */
  readonly organizationRoleArn?: string | undefined;
  /**
   * The role to assume in each other account, its path before its name.
   *
   * @default 'imagebuilder-workflow-reader'
   */
  readonly memberRoleName?: string | undefined;
  /**
   * The external ID to assume it with.
   *
   * @default - none
   */
  readonly externalId?: string | undefined;
  /**
   * The name of the collector's role, its path before it: member roles trust it by this name.
   *
   * @default 'imagebuilder-workflow-collector'; a generated name where only the collector's own account is collected
   */
  readonly collectorRoleName?: string | undefined;
}
