import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { type Page, ReadError } from '../image-builder';
import type { Organization, OrganizationAccount } from '../organization';
import { parseOrganizationAccounts, parseUnits } from './answers';
import type { Retry } from './retry';

/** 2,500 list the largest organization that AWS allows; a service that goes on beyond this is repeating itself. */
const MOST_PAGES = 10_000;

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

/** To the end: an empty page with a token is not the last. A token that has expired starts the listing again, once. */
const allPages = async <T>(read: (nextToken: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> => {
  try {
    return await pagesToTheEnd(read);
  } catch (error) {
    if (error instanceof ReadError && error.code === 'InvalidInputException') return pagesToTheEnd(read);
    throw error;
  }
};

const pagesToTheEnd = async <T>(read: (nextToken: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> => {
  const items: T[] = [];
  const tokens = new Set<string>();
  let nextToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await read(nextToken);
    items.push(...page.items);
    nextToken = page.nextToken;
    if (nextToken === undefined) return items;
    if (tokens.has(nextToken))
      throw new ReadError('invalid_response', 'RepeatedToken', 'a token of the organization’s listing came twice');
    tokens.add(nextToken);
  }
  throw new ReadError('invalid_response', 'EndlessList', `the listing did not end within ${MOST_PAGES} pages`);
};
