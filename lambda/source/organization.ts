/** An account as the organization lists it. Its e-mail address and name are nobody's business here. */
export interface OrganizationAccount {
  /** 12 digits. */
  readonly id: string;
  /** ACTIVE, SUSPENDED, CLOSED, …; undefined where the answer says neither `State` nor `Status`. */
  readonly state: string | undefined;
  /** Where it hangs: `o-…/r-…/ou-…/111122223333/`. None where the answer does not say. */
  readonly paths: readonly string[];
}

/** Which accounts there are: AWS Organizations, or a fake of it. Every failure is a ReadError. */
export interface Organization {
  /** All accounts, whatever their state. */
  listAccounts(signal: AbortSignal): Promise<readonly OrganizationAccount[]>;
  /** The IDs of the accounts in a unit and in the units below it, by walking the tree. */
  listAccountsUnder(unitId: string, signal: AbortSignal): Promise<readonly string[]>;
}
