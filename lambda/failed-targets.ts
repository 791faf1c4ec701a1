import type { CoverageRow } from './contract/tables';
import { adviceFor } from './sdk/advice';
import { EVERY_REGION } from './target';
import { compareUtf8 } from './utf8-order';

/** Of more reasons than these, whoever tells them tells the worst. */
export const MOST_TOLD = 10;

/** Rows that have something in common, the worst first. */
export type Alike = readonly [CoverageRow, ...CoverageRow[]];

/** An account that could not be opened has a row, and one for each of its Regions in the lake: here it has one alone. */
export const withAccountsAsOne = (rows: readonly CoverageRow[]): readonly CoverageRow[] =>
  grouped(rows, ({ account_id }) => account_id).flatMap((regions) => {
    const account = regions.find(isAccount);
    return account === undefined ? regions : { ...account, rows: rowsIn(regions), as_of: oldestOf(regions) };
  });

/** Whether it is an account that could not be opened. */
export const isAccount = ({ region }: CoverageRow): boolean => region === EVERY_REGION;

/** What to do, where that is known. Image Builder opens no account: what it would want to be allowed is not missing. */
export const adviceOf = (row: CoverageRow): string | undefined => {
  const { error_code: code, error_message: message } = row;
  if (code === null) return undefined;
  return adviceFor({ code, message: message ?? '', purpose: isAccount(row) ? 'account' : 'workflows' });
};

export const rowsIn = (rows: readonly CoverageRow[]): number => rows.reduce((sum, row) => sum + row.rows, 0);

/** Of those of which it is known. */
export const oldestOf = (rows: readonly CoverageRow[]): string | null =>
  rows.flatMap(({ as_of }) => as_of ?? []).sort(compareUtf8)[0] ?? null;

/**
 * The rows of each reason. The worst are first: those that were never read, then those whose data is oldest; and of these,
 * accounts before Regions. Of reasons that are as bad, the one with more targets comes first.
 */
export const groupByReason = (rows: readonly CoverageRow[]): readonly Alike[] =>
  grouped(rows.toSorted(worstFirst), reasonOf).sort(
    (one, other) => worstFirst(one[0], other[0]) || other.length - one.length,
  );

const worstFirst = (one: CoverageRow, other: CoverageRow): number =>
  compareUtf8(one.as_of ?? '', other.as_of ?? '') || Number(isAccount(other)) - Number(isAccount(one));

/** What a service says names the account and the Region: the reason is the rest. */
const reasonOf = ({ account_id, region, outcome, error_code, error_message }: CoverageRow): string =>
  `${outcome} ${error_code} ${error_message?.replaceAll(account_id, '').replaceAll(region, '')}`;

const grouped = (rows: readonly CoverageRow[], keyOf: (row: CoverageRow) => string): Alike[] => {
  const groups = new Map<string, [CoverageRow, ...CoverageRow[]]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
};
