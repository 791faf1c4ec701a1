import type { Table } from '../../lambda/contract/column';
import { historyTable } from '../../lambda/contract/tables';

/** What recovers a run, and what tells its story, outlives a short history: a lake may stand still for a while. */
const LEAST_DAYS_OF_RECORDS = 90;

/** How many days staging, changes and coverage are kept. */
export const recordDays = (historyDays: number): number => Math.max(historyDays, LEAST_DAYS_OF_RECORDS);

/**
 * How many days of a partitioned table are kept, and can be queried. S3 expires an object at the first midnight (UTC)
 * after its days are over, so that the oldest day of the projection is always whole.
 */
export const daysOf = (table: Table, historyDays: number): number =>
  table === historyTable ? historyDays : recordDays(historyDays);

/**
 * How long a replaced version is kept: for those who read the very version that a manifest names, for a query that is
 * under way, and for whoever takes back a deleted snapshot after the holidays.
 */
export const REPLACED_DAYS = 14;
