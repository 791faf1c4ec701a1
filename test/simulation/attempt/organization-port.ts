import type { Organization, OrganizationAccount } from '../../../lambda/source/organization';
import type { Testbed } from '../testbed';
import type { Attempt } from './attempt';
import { aborted, CLIENT_TIMEOUT_MILLISECONDS, unanswered } from './client';

/** The organization as one attempt sees it. */
export class OrganizationPort implements Organization {
  constructor(
    private readonly testbed: Testbed,
    private readonly attempt: Attempt,
  ) {}

  async listAccounts(signal: AbortSignal): Promise<readonly OrganizationAccount[]> {
    const { organization, random } = this.testbed;
    const accounts = await this.ask('listAccounts', '', () => organization.list(random), signal);
    this.attempt.listed = { accounts, under: new Map() };
    return accounts;
  }

  async listAccountsUnder(unit: string, signal: AbortSignal): Promise<readonly string[]> {
    const ids = await this.ask('listAccountsUnder', unit, () => this.testbed.organization.listUnder(unit), signal);
    this.attempt.listed?.under.set(unit, ids);
    return ids;
  }

  private ask<T>(name: string, about: string, effect: () => readonly T[], signal: AbortSignal): Promise<readonly T[]> {
    const { organization, random } = this.testbed;
    const isSilent = organization.listing.current === 'silent';
    return this.attempt.call({
      name,
      about,
      effect,
      describe: ({ length }) => `${length} accounts`,
      unanswered,
      latency: isSilent ? CLIENT_TIMEOUT_MILLISECONDS : random.between(1, 60),
      abort: { signal, error: aborted },
    });
  }
}
