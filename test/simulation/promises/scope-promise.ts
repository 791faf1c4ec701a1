import { promise } from '../violation';
import type { Commit } from './commit';
import { heldTargets } from './expected-plan';

const scope = promise('no target leaves the plan silently');
const guarded = promise('many accounts never leave at once, unless somebody meant it');
const taken = promise('a lake that another account collects is refused');
const bounded = promise('what a silent or throttling STS costs is bounded');

/** Sixteen at a time, and none after sixteen in a row: so many end while fewer than sixteen have. */
const MOST_OPENED_IN_VAIN = 31;

/** Checks what a commit let leave the lake against what its request allows. */
export const checkScope = (commit: Commit): void => {
  const { attempt, base, plan, run } = commit;
  const { accountId, dropScope } = attempt.request;
  const held = heldTargets(base);
  const planned = new Set(plan.map(({ name }) => name));
  const lost = held.filter((target) => !target.endsWith(' *') && !planned.has(target));
  scope(dropScope !== 'none' || lost.length === 0, () => `${run} dropped ${lost.join(', ')}, and was not told to`);
  const leaving = leavingAccounts(commit);
  const isMany = leaving.length >= 3 && leaving.length * 5 > accountsOf(held).length;
  guarded(dropScope !== 'few_accounts' || !isMany, () => `${run} let ${leaving.join(', ')} leave at once`);
  const isOurs = base.collector === undefined || base.collector === accountId;
  taken(dropScope === 'any' || isOurs, () => `${run} of ${accountId} took over the lake of ${base.collector}`);
  checkOpeningCost(commit);
};

/** The accounts that the lake holds, and this commit does not. */
export const leavingAccounts = ({ base, plan }: Commit): readonly string[] => {
  const planned = new Set(plan.map(({ accountId }) => accountId));
  return accountsOf(heldTargets(base)).filter((id) => !planned.has(id));
};

const accountsOf = (targets: readonly string[]): readonly string[] => [
  ...new Set(targets.map((target) => target.slice(0, target.indexOf(' ')))),
];

const checkOpeningCost = ({ attempt, run }: Commit): void => {
  let inARow = 0;
  for (const { failure } of attempt.openings.values()) {
    inARow = failure?.reason === 'unavailable' || failure?.reason === 'throttled' ? inARow + 1 : 0;
    bounded(inARow <= MOST_OPENED_IN_VAIN, () => `${run} opened ${inARow} accounts in a row without an answer`);
  }
};
