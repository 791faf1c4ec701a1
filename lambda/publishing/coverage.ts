import { isRead } from '../contract/outcome';
import type { ScheduledTime } from '../contract/scheduled-time';
import type { CoverageRow } from '../contract/tables';
import type { TargetResult } from '../reading/target-result';
import { nameOf, type Target } from '../target';
import type { LastCoverage } from './last-coverage';
import type { LastRun } from './last-run';

/** What a run could and could not read of a target, and what the snapshot serves for it. */
export const coverageOf = (
  run: ScheduledTime,
  result: TargetResult,
  last: Pick<LastRun, 'snapshot' | 'coverage'>,
): CoverageRow => {
  const name = nameOf(result.target);
  const block = last.snapshot.blocks.get(name);
  return {
    run,
    account_id: result.target.accountId,
    region: result.target.region,
    outcome: result.outcome,
    as_of: isRead(result.outcome) ? run : last.coverage.asOf(result.target),
    rows: (result.rows ?? block?.rows)?.length ?? 0,
    rows_without_detail: (result.rows === undefined ? block?.rowsWithoutDetail : result.rowsWithoutDetail) ?? 0,
    tags_from: result.tagsFrom,
    error_code: result.error?.code ?? null,
    error_message: result.error?.message ?? null,
    list_calls: result.listCalls,
    get_calls: result.getCalls,
    reused_rows: result.reusedRows,
  };
};

/** The accounts of which something is stalest first: what was never opened, then those that hold the oldest data. */
export const stalestAccountsFirst = (accountIds: readonly string[], last: LastCoverage): readonly string[] =>
  byAge(accountIds, (accountId) => last.oldestOf(accountId) ?? '');

/** Stalest first: what was never read, then the oldest data, so that a run cut short by its deadline favours nobody. */
export const stalestFirst = (targets: readonly Target[], last: LastCoverage): readonly Target[] =>
  byAge(targets, (target) => last.asOf(target) ?? '');

const byAge = <T>(items: readonly T[], asOf: (item: T) => string): readonly T[] =>
  items
    .map((item) => ({ item, asOf: asOf(item) }))
    .sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0))
    .map(({ item }) => item);
