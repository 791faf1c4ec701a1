import type { Outcome } from '../contract/outcome';
import type { CoverageRow } from '../contract/tables';
import { type RowFile, RowList } from '../snapshot/row-file';
import type { ImageBuilder, ReadError } from '../source/image-builder';
import type { Target } from '../target';
import type { TargetReads } from './target-reads';

/** What became of a target. `rows` is undefined where it could not be read: its rows stay as they were. */
export interface TargetResult {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly rows: RowList | undefined;
  readonly rowsWithoutDetail: number;
  readonly reusedRows: number;
  readonly tagsFrom: CoverageRow['tags_from'];
  readonly listCalls: number;
  readonly getCalls: number;
}

export interface CollectTargetOptions {
  readonly target: Target;
  readonly api: ImageBuilder;
  /** The target's rows in the last snapshot. */
  readonly lastRows: RowList;
  readonly rowFile: RowFile;
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  readonly callsAtOnce: number;
}

/** A target that could not be listed: why, and nothing of it. */
export const unread = (
  target: Target,
  { listCalls, getCalls }: Pick<TargetReads, 'listCalls' | 'getCalls'>,
  error: ReadError,
): TargetResult => ({
  target,
  outcome: outcomeOf(error),
  error: { code: error.code, message: error.message },
  rows: undefined,
  rowsWithoutDetail: 0,
  reusedRows: 0,
  tagsFrom: null,
  listCalls,
  getCalls,
});

/** A target in which nothing is to be read: all of it is known without a call. */
export const empty = (target: Target): TargetResult => ({
  target,
  outcome: 'complete',
  error: undefined,
  rows: RowList.empty,
  rowsWithoutDetail: 0,
  reusedRows: 0,
  tagsFrom: null,
  listCalls: 0,
  getCalls: 0,
});

const outcomeOf = ({ reason }: ReadError): Outcome =>
  reason === 'not_found' || reason === 'invalid_token' || reason === 'invalid_request' ? 'invalid_response' : reason;
