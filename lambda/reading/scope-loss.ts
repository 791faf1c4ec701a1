import { ScopeLossError } from '../errors';
import { EVERY_REGION, nameOf, type Target } from '../target';
import { compareUtf8 } from '../utf8-order';
import type { PlannedAccounts } from './planned-accounts';

/** Fewer accounts may leave at once, however few the lake holds. */
const MANY_ACCOUNTS = 3;
const MANY_OF_HELD = 1 / 5;
const MOST_NAMED = 10;

/** Refuses a plan that lacks targets which the lake holds: their rows would leave the tables. */
export const checkScope = (planned: readonly Target[], held: readonly Target[]): void => {
  const names = new Set(planned.map(nameOf));
  const lost = held
    .filter(({ region }) => region !== EVERY_REGION)
    .map(nameOf)
    .filter((name) => !names.has(name));
  if (lost.length > 0)
    throw new ScopeLossError(
      `the plan lacks ${lost.length} of the targets that the lake holds; their rows would leave the tables: ${listOf(lost)}`,
    );
};

/**
 * Refuses a lake that another account collects: the two would take turns at replacing each other's rows.
 *
 * @param collector who collected the last run; where its manifest does not say, the lake held one account, its own
 */
export const checkCollector = (accountId: string, collector: string | undefined, held: readonly Target[]): void => {
  const collectors = collector === undefined ? accountsOf(held) : [collector];
  if (collectors.length === 0 || collectors.includes(accountId)) return;
  throw new ScopeLossError(
    `the lake was collected from account ${listOf(collectors)}, but this run collects from ${accountId}; the two would take turns at replacing each other's rows. Give each collector a lake of its own`,
  );
};

/** Refuses a plan in which many of the accounts that the lake holds leave at once: that is a mistake more often than not. */
export const checkAccounts = ({ accountIds, states }: PlannedAccounts, held: readonly Target[]): void => {
  const planned = new Set(accountIds);
  const heldAccounts = accountsOf(held);
  const leaving = heldAccounts.filter((id) => !planned.has(id));
  if (leaving.length < MANY_ACCOUNTS || leaving.length <= heldAccounts.length * MANY_OF_HELD) return;
  throw new ScopeLossError(
    `${leaving.length} of the ${heldAccounts.length} accounts that the lake holds would leave it at once (${stateCounts(leaving, states)}): ${listOf(leaving)}. ` +
      'If that is meant, invoke the function once with {"dropScope": true}, or run the command with --drop-scope',
  );
};

const accountsOf = (targets: readonly Target[]): readonly string[] =>
  [...new Set(targets.map(({ accountId }) => accountId))].sort(compareUtf8);

/** What the organization says of them: `12 CLOSED, 3 not listed`. */
const stateCounts = (accountIds: readonly string[], states: ReadonlyMap<string, string>): string => {
  const counts = new Map<string, number>();
  for (const id of accountIds) {
    const state = states.get(id) ?? (states.size === 0 ? 'not in the list of accounts' : 'not in the organization');
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
};

const listOf = (names: readonly string[]): string => {
  const named = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${named} and ${names.length - MOST_NAMED} more` : named;
};
