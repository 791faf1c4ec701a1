import type { CoverageCell } from '../../page/report-data';

/** A cell of coverage, where a test cares for a few of its members. */
export const cell = (region: string, members: Partial<CoverageCell> = {}): CoverageCell => ({
  account_id: '111122223333',
  region,
  outcome: 'complete',
  as_of: '2026-11-22T06:00:00Z',
  rows: 1,
  rows_without_detail: 0,
  error_code: null,
  error_message: null,
  ...members,
});
