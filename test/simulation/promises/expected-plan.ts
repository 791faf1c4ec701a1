import type { Attempt } from '../attempt/attempt';
import { promise } from '../violation';
import type { Base, PlannedTarget } from './commit';
import { targetOf, utf8Order } from './decoded';

const failed = promise('what cannot be planned without losing accounts silently is not published');

/** The rows of coverage that a run must have, by what it was asked, what it was told, and what the lake holds. */
export const expectedPlan = (attempt: Attempt, base: Base): readonly PlannedTarget[] =>
  plannedAccounts(attempt)
    .flatMap((accountId) => targetsOf(accountId, attempt, base))
    .sort((a, b) => utf8Order(a.name, b.name));

const targetsOf = (accountId: string, attempt: Attempt, base: Base): readonly PlannedTarget[] => {
  const regions = regionsRead(accountId, attempt);
  const isOpened = regions !== undefined;
  const planned = regions ?? ['*', ...allowed(attempt, heldRegions(accountId, base))];
  return (planned.length === 0 ? ['*'] : planned).map((region) => ({
    name: `${accountId} ${region}`,
    accountId,
    region,
    isOpened,
  }));
};

/** Undefined where the account could not be opened. */
const regionsRead = (accountId: string, attempt: Attempt): readonly string[] | undefined => {
  const { request, openings } = attempt;
  const opening = openings.get(accountId);
  if (opening?.failure !== undefined) return undefined;
  if (request.regions === 'enabled') return opening?.enabled && allowed(attempt, opening.enabled);
  const isEntered = opening !== undefined || (request.accounts ?? 'self') === 'self';
  return isEntered ? allowed(attempt, request.regions) : undefined;
};

const allowed = ({ request }: Attempt, given: readonly string[]): readonly string[] => {
  const { regions, excludedRegions } = request;
  return [...new Set(given)].filter(
    (region) => !excludedRegions.includes(region) && (regions === 'enabled' || regions.includes(region)),
  );
};

/** The targets that the lake holds: those of the last coverage, and those with rows. */
export const heldTargets = ({ coverage, rows }: Base): readonly string[] => [
  ...new Set([...(coverage?.keys() ?? []), ...[...rows.keys()].map(targetOf)]),
];

const heldRegions = (accountId: string, base: Base): readonly string[] =>
  heldTargets(base)
    .map((target) => target.split(' '))
    .flatMap(([id, region = '']) => (id === accountId && region !== '*' ? [region] : []));

const plannedAccounts = (attempt: Attempt): readonly string[] => {
  const { accountId, accounts = 'self', excludedAccounts = [] } = attempt.request;
  if (accounts === 'self') return [accountId];
  const given = 'units' in accounts ? organizationAccounts(attempt, accounts.units, accounts.excludedUnits) : accounts;
  return [...new Set(given)].filter((id) => !excludedAccounts.includes(id));
};

const organizationAccounts = (
  attempt: Attempt,
  units: readonly string[],
  excludedUnits: readonly string[],
): readonly string[] => {
  const { request, listed } = attempt;
  const accounts = listed?.accounts ?? [];
  failed(
    accounts.some(({ id }) => id === request.accountId),
    () => `${request.scheduledTime} was given a list without its own account`,
  );
  failed(
    accounts.every(({ state }) => state !== undefined),
    () => `${request.scheduledTime} was given an account without a state`,
  );
  const isIn = (id: string, unit: string): boolean =>
    listed?.under.get(unit)?.includes(id) ??
    accounts.some((account) => account.id === id && account.paths.some((path) => path.includes(`/${unit}/`)));
  return accounts
    .filter(({ state }) => state === 'ACTIVE')
    .map(({ id }) => id)
    .filter((id) => units.length === 0 || units.some((unit) => isIn(id, unit)))
    .filter((id) => !excludedUnits.some((unit) => isIn(id, unit)));
};
