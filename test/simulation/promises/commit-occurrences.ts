import type { Occurrences } from '../occurrences';
import type { FakeOrganization } from '../organization/fake-organization';
import type { Commit } from './commit';
import { isReadRow } from './coverage-promise';
import { text } from './decoded';
import { leavingAccounts } from './scope-promise';

/** Counts what a commit shows to have occurred. */
export const countCommit = (commit: Commit, organization: FakeOrganization, occurrences: Occurrences): void => {
  for (const row of commit.coverage.rows) {
    occurrences.count('outcome', text(row, 'outcome'));
    if (row['region'] === '*') occurrences.count('Region *', text(row, 'outcome'));
    if (row['region'] !== '*' && !isReadRow(row)) countKept(commit, text(row, 'account_id'), occurrences);
  }
  for (const row of commit.change?.rows ?? []) occurrences.count('change', text(row, 'change'));
  occurrences.count('change', commit.change === undefined ? '(none in a run)' : '(some in a run)');
  countAccounts(commit, organization, occurrences);
};

const countKept = ({ plan }: Commit, accountId: string, occurrences: Occurrences): void => {
  if (plan.some((target) => target.accountId === accountId && !target.isOpened))
    occurrences.count('accounts', 'a Region is kept of an account that was not opened');
};

const countAccounts = (commit: Commit, { accounts }: FakeOrganization, occurrences: Occurrences): void => {
  const { attempt, plan } = commit;
  const count = (what: string): void => occurrences.count('accounts', what);
  const leaving = leavingAccounts(commit);
  if (leaving.length > 0) count(`some leave: ${attempt.request.dropScope}`);
  if (leaving.length >= 3) count(`three leave: ${attempt.request.dropScope}`);
  if ((attempt.listed?.under.size ?? 0) > 0) count('a unit is walked');
  const planned = new Set(plan.map(({ accountId }) => accountId));
  for (const { id, standing, role } of accounts.filter((account) => planned.has(account.id))) {
    if (standing.during(attempt.startedAt, commit.at).length > 1) count('its standing changes while a run goes on');
    if (role.during(attempt.startedAt, commit.at).length > 1) count('its role changes while a run goes on');
    if (attempt.request.accounts !== 'self' && !attempt.openings.has(id)) count('it is not asked');
  }
};

/** What a run that is refused before it writes anything says. */
export const REFUSALS = [
  ['many accounts would leave', /would leave it at once/],
  ['targets would leave', /lacks \d+ of the targets/],
  ['another account collects', /was collected from account/],
  ['the organization is not listed', /accounts of the organization cannot be listed/],
  ['a unit is not listed', /accounts of ou-\S+ cannot be listed/],
  ['its own account is not listed', /is not one of them/],
  ['an account has no state', /neither State nor Status/],
  ['no account is left', /no account is left/],
  ['no Region is left', /no Region is left/],
  ['the Regions are not listed', /enabled Regions of account/],
  ['the caller is not known', /role cannot be assumed/],
] as const;

export const countRefusal = (error: unknown, occurrences: Occurrences): void => {
  const message = error instanceof Error ? error.message : '';
  for (const [name, pattern] of REFUSALS) if (pattern.test(message)) occurrences.count('refusal', name);
};
