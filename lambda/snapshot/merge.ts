import type { ChangeKind } from '../contract/outcome';
import type { ScheduledTime } from '../contract/scheduled-time';
import { type WorkflowRow, workflowTable } from '../contract/tables';
import type { Target } from '../target';
import { compareUtf8 } from '../utf8-order';
import { changeOf, type RowPair, type TargetPresence } from './change';
import type { GzipFile } from './gzip-file';
import { decodeRow, decodeWithoutData, keyOfLine } from './ndjson';
import type { RowFile, RowList, Slice } from './row-file';

/** The rows of one target, before and after a run, both in key order. */
export interface TargetRowPair {
  readonly target: Target;
  readonly presence: TargetPresence;
  readonly before: RowList;
  /** The same list as `before` where the target could not be read: its rows are carried over. */
  readonly after: RowList;
}

/** What becomes of the rows of the new snapshot, beside their own file. */
export interface RowTaker {
  /** @param isUnchanged whether the last snapshot holds the row in the same line */
  add(line: Buffer, isUnchanged: boolean): Promise<void>;
}

interface MergeOptions {
  readonly run: ScheduledTime;
  readonly rowFile: RowFile;
  /** Takes the rows of the new snapshot. */
  readonly snapshot: GzipFile;
  readonly steps: RowTaker;
  /** Takes a change row for each row that differs. */
  readonly changes: GzipFile;
}

export type ChangeTotals = Partial<Record<ChangeKind, number>>;

/** Writes the new snapshot, and how it differs from the last one. The targets come in the order of their ARNs. */
export const mergeTargets = async (
  targets: Iterable<TargetRowPair>,
  options: MergeOptions,
): Promise<Readonly<ChangeTotals>> => {
  const totals: ChangeTotals = {};
  for (const target of targets) {
    const { presence } = target;
    for (const pair of pairRows(options.rowFile, target.before, target.after)) {
      if (pair.after !== undefined) {
        await options.snapshot.write(pair.after);
        await options.steps.add(pair.after, pair.before === pair.after);
      }
      if (pair.before === pair.after) continue;
      const rows = decodePair(pair, presence === 'known' ? decodeWhole : decodeWithoutData);
      const { kind, line } = changeOf({ run: options.run, region: target.target.region, presence }, rows);
      await options.changes.write(line);
      totals[kind] = (totals[kind] ?? 0) + 1;
    }
  }
  return totals;
};

/** The lines of one key; the very same buffer twice where the row did not change. */
interface LinePair {
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

function* pairRows(rowFile: RowFile, before: RowList, after: RowList): Generator<LinePair> {
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const old = before.at(left);
    const next = after.at(right);
    const pair = pairLines(rowFile, old, next);
    if (pair.before !== undefined) left++;
    if (pair.after !== undefined) right++;
    yield pair;
  }
}

const pairLines = (rowFile: RowFile, old: Slice | undefined, next: Slice | undefined): LinePair => {
  const after = next && rowFile.read(next);
  if (old === undefined) return { before: undefined, after };
  if (old.offset === next?.offset) return { before: after, after };
  const before = rowFile.read(old);
  if (after === undefined) return { before, after };
  const order = compareUtf8(keyOfLine(before), keyOfLine(after));
  if (order !== 0) return order < 0 ? { before, after: undefined } : { before: undefined, after };
  return before.equals(after) ? { before, after: before } : { before, after };
};

const decodeWhole = (line: Buffer): WorkflowRow => decodeRow(workflowTable, line.toString('utf8'));

/** Rows that enter or leave the scope are named in their change, not shown. */
const decodePair = ({ before, after }: LinePair, decode: (line: Buffer) => WorkflowRow): RowPair => {
  if (before === undefined && after !== undefined) return { after: decode(after) };
  if (before !== undefined && after === undefined) return { before: decode(before) };
  if (before !== undefined && after !== undefined) return { before: decode(before), after: decode(after) };
  throw new Error('a pair without a row');
};
