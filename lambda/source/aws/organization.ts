import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { Organization, OrganizationAccount } from '../organization';
import { allPages } from './all-pages';
import { parseOrganizationAccounts, parseUnits } from './answers';
import type { Retry } from './retry';

export interface OrganizationCalls {
  readonly client: OrganizationsClient;
  readonly retry: Retry;
}

/** The organization, by the AWS SDK. */
export class AwsOrganization implements Organization {
  constructor(private readonly callsOf: (signal: AbortSignal) => Promise<OrganizationCalls>) {}

  /** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
  async listAccounts(signal: AbortSignal): Promise<readonly OrganizationAccount[]> {
    const { client, retry } = await this.callsOf(signal);
    const accounts = await allPages((NextToken) =>
      retry.call(async () => parseOrganizationAccounts(await client.send(new ListAccountsCommand({ NextToken })))),
    );
    // Accounts that join while the pages are read may be on two of them.
    return [...new Map(accounts.map((account) => [account.id, account])).values()];
  }

  async listAccountsUnder(unitId: string, signal: AbortSignal): Promise<readonly string[]> {
    const calls = await this.callsOf(signal);
    const units = [unitId];
    const ids = new Set<string>();
    for (const unit of units) {
      for (const id of await accountsIn(unit, calls)) ids.add(id);
      units.push(...(await unitsIn(unit, calls)));
    }
    return [...ids];
  }
}

/** Of this very unit. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html */
const accountsIn = async (ParentId: string, { client, retry }: OrganizationCalls): Promise<readonly string[]> => {
  const accounts = await allPages((NextToken) =>
    retry.call(async () =>
      parseOrganizationAccounts(await client.send(new ListAccountsForParentCommand({ ParentId, NextToken }))),
    ),
  );
  return accounts.map(({ id }) => id);
};

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html */
const unitsIn = (ParentId: string, { client, retry }: OrganizationCalls): Promise<readonly string[]> =>
  allPages((NextToken) =>
    retry.call(async () =>
      parseUnits(await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }))),
    ),
  );
