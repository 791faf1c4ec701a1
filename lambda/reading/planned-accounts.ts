import { PlanError } from '../errors';
import type { AccountsToPlan, OrganizationScope } from '../scope';
import { withAdvice } from '../sdk/advice';
import { ReadError, type Source } from '../source/image-builder';
import type { Organization, OrganizationAccount } from '../source/organization';
import { compareUtf8 } from '../utf8-order';

export interface PlannedAccounts {
  /** In order, each once. */
  readonly accountIds: readonly string[];
  /** The state of each account that the organization lists; empty where it was not asked. */
  readonly states: ReadonlyMap<string, string>;
}

/** The accounts of a run. What cannot be planned without losing accounts silently throws a PlanError. */
export const planAccounts = async (
  { accountId, accounts = 'self', excludedAccounts = [] }: AccountsToPlan,
  source: Source,
  signal: AbortSignal,
): Promise<PlannedAccounts> => {
  if (accounts === 'self') return { accountIds: [accountId], states: new Map() };
  const given = isList(accounts)
    ? { accountIds: accounts, states: new Map<string, string>() }
    : await organizationAccounts(accounts, { organization: source.organization, accountId, signal });
  const excluded = new Set(excludedAccounts);
  const accountIds = [...new Set(given.accountIds)].filter((id) => !excluded.has(id)).sort(compareUtf8);
  if (accountIds.length === 0)
    throw new PlanError(
      `no account is left to collect: ${given.accountIds.length} given or active in the units given, ${excluded.size} excluded`,
    );
  return { accountIds, states: given.states };
};

const isList = (accounts: readonly string[] | OrganizationScope): accounts is readonly string[] =>
  Array.isArray(accounts);

interface Listing {
  readonly organization: Organization;
  /** The account that collects. */
  readonly accountId: string;
  readonly signal: AbortSignal;
}

const organizationAccounts = async (scope: OrganizationScope, listing: Listing): Promise<PlannedAccounts> => {
  const { organization, accountId, signal } = listing;
  const listed = await listOrPlanError('the accounts of the organization', () => organization.listAccounts(signal));
  const states = new Map(listed.map(({ id, state }) => [id, stateOf(id, state)]));
  if (!states.has(accountId))
    throw new PlanError(
      `the organization lists ${states.size} accounts, and the collector's own, ${accountId}, is not one of them: the list is not whole, or it is of another organization`,
    );
  const active = listed.filter(({ id }) => states.get(id) === 'ACTIVE');
  const included = scope.units.length === 0 ? undefined : await accountsUnder(scope.units, listed, listing);
  const excluded = await accountsUnder(scope.excludedUnits, listed, listing);
  const accountIds = active
    .map(({ id }) => id)
    .filter((id) => (included === undefined || included.has(id)) && !excluded.has(id));
  return { accountIds, states };
};

/** To take an account without a state for one that is not active would let all of them leave on the day it is renamed. */
const stateOf = (id: string, state: string | undefined): string => {
  if (state !== undefined) return state;
  throw new PlanError(`the organization says neither State nor Status of account ${id}: who is active is not known`);
};

/** By the paths of the accounts. Where these do not say who is in a unit, its tree is walked. */
const accountsUnder = async (
  units: readonly string[],
  accounts: readonly OrganizationAccount[],
  { organization, signal }: Listing,
): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  const hasPaths = accounts.every(({ paths }) => paths.length > 0);
  for (const unit of units) {
    const byPath = accounts.filter(({ paths }) => paths.some((path) => path.split('/').includes(unit)));
    // A unit that no path names is empty, or there is no such unit: then AWS says so.
    const ids =
      hasPaths && byPath.length > 0
        ? byPath.map(({ id }) => id)
        : await listOrPlanError(`the accounts of ${unit}`, () => organization.listAccountsUnder(unit, signal));
    for (const id of ids) found.add(id);
  }
  return found;
};

const listOrPlanError = async <T>(what: string, list: () => Promise<T>): Promise<T> => {
  try {
    return await list();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { code, message } = error;
    throw new PlanError(
      withAdvice(`${what} cannot be listed (${code}: ${message})`, { code, message, purpose: 'organization' }),
      { cause: error },
    );
  }
};
