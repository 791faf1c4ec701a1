import type { ImageBuilder, ReadError, Source } from '../../lambda/source/image-builder';
import type { OrganizationAccount } from '../../lambda/source/organization';
import type { Target } from '../../lambda/target';
import { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { definition } from './account';
import { AccountSource } from './account-source';

/** Several accounts, as a run reads them, and the organization that they may be in. */
export class OrganizationSource implements Source {
  /** What the organization lists; each account is in it and active, unless a test says otherwise. */
  listed: OrganizationAccount[] = [];
  /** Why an account cannot be opened. */
  readonly closed = new Map<string, ReadError>();
  /** What cannot be listed, and why. */
  listingError: ReadError | undefined;
  /** In the order in which they were opened. */
  readonly opened: string[] = [];
  /** The units whose tree was walked, and who is in them. */
  readonly walked: string[] = [];
  readonly units = new Map<string, readonly string[]>();
  /** What each account holds. */
  readonly held = new Map<string, FakeAccount>();
  private readonly accounts = new Map<string, AccountSource>();
  private readonly own: string | undefined;

  /** @param regionsOf the Regions of each account, the collector's own first; in each Region there is one workflow */
  constructor(regionsOf: Readonly<Record<string, readonly string[]>>) {
    this.own = Object.keys(regionsOf)[0];
    for (const [id, regions] of Object.entries(regionsOf)) {
      const account = new FakeAccount(id, regions);
      for (const region of regions) account.region(region).create(definition('web'));
      this.held.set(id, account);
      this.accounts.set(id, new AccountSource(account));
      this.listed.push({ id, state: 'ACTIVE', paths: [`o-lakefake01/r-l4ke/${id}/`] });
    }
  }

  readonly organization = {
    listAccounts: async (): Promise<readonly OrganizationAccount[]> => {
      if (this.listingError !== undefined) throw this.listingError;
      return this.listed;
    },
    listAccountsUnder: async (unit: string): Promise<readonly string[]> => {
      this.walked.push(unit);
      if (this.listingError !== undefined) throw this.listingError;
      return this.units.get(unit) ?? [];
    },
  };

  async openAccount(accountId: string, _signal?: AbortSignal): Promise<void> {
    this.opened.push(accountId);
    const error = this.closed.get(accountId);
    if (error !== undefined) throw error;
  }

  enabledRegions(accountId: string): Promise<readonly string[]> {
    return this.accountOf(accountId).enabledRegions();
  }

  imageBuilder(target: Target): ImageBuilder {
    return this.accountOf(target.accountId).imageBuilder(target);
  }

  private accountOf(accountId: string): AccountSource {
    if (accountId !== this.own && !this.opened.includes(accountId))
      throw new Error(`account ${accountId} was not opened`);
    const account = this.accounts.get(accountId);
    if (account === undefined) throw new Error(`there is no account ${accountId}`);
    return account;
  }
}
