import type { ChangeKind } from '../contract/outcome';
import type { ScheduledTime } from '../contract/scheduled-time';
import { type ChangeRow, changeTable, type WorkflowRow, workflowTable } from '../contract/tables';
import { LONGEST_LINE_BYTES } from './lines';
import { encodeRow } from './ndjson';

/** A row in two successive snapshots; undefined where one of them lacks it. */
export type RowPair =
  | { readonly before: WorkflowRow; readonly after: WorkflowRow }
  | { readonly before: WorkflowRow; readonly after?: undefined }
  | { readonly before?: undefined; readonly after: WorkflowRow };

/** How the plan treats a target: joined or left rows were neither created nor deleted. */
export type TargetPresence = 'known' | 'entered' | 'left';

/** Where a change was seen. */
interface ChangeOrigin {
  readonly run: ScheduledTime;
  readonly region: string;
  readonly presence: TargetPresence;
}

/** A change, and its line of the change table. */
interface Change {
  readonly kind: ChangeKind;
  readonly line: Buffer;
}

/**
 * How a row changed. A line holds two rows, whose texts are escaped once more: where it would be too long to be read, the
 * longest columns are left out of `before` and `after`, whose member `omitted` then names them.
 */
export const changeOf = (origin: ChangeOrigin, pair: RowPair): Change => {
  const omitted: WorkflowColumn[] = [];
  for (;;) {
    const row = changeRow(origin, pair, omitted);
    const line = Buffer.from(encodeRow(changeTable, row));
    const longest = line.length > LONGEST_LINE_BYTES ? longestColumn(pair, omitted) : undefined;
    if (longest === undefined) return { kind: row.change, line };
    omitted.push(longest);
  }
};

const changeRow = (origin: ChangeOrigin, pair: RowPair, omitted: readonly WorkflowColumn[]): ChangeRow => {
  const { run, region, presence } = origin;
  const row = pair.after ?? pair.before;
  return {
    run,
    change: kindOf(presence, pair),
    _key: row._key,
    account_id: row.account_id,
    region,
    name: row.name,
    type: row.type,
    version: row.version,
    ...difference(presence, pair, omitted),
  };
};

type WorkflowColumn = keyof WorkflowRow;

const COLUMNS: readonly WorkflowColumn[] = workflowTable.columns.map(({ name }) => name);

/** What a reader needs to know which row it is. */
const isNeeded = (column: WorkflowColumn): boolean => column === '_key' || column === 'arn' || column === 'account_id';

const longestColumn = (pair: RowPair, omitted: readonly WorkflowColumn[]): WorkflowColumn | undefined => {
  const lengthOf = (column: WorkflowColumn): number =>
    (pair.before?.[column]?.length ?? 0) + (pair.after?.[column]?.length ?? 0);
  const [longest] = COLUMNS.filter((column) => !isNeeded(column) && !omitted.includes(column)).sort(
    (a, b) => lengthOf(b) - lengthOf(a),
  );
  return longest;
};

const kindOf = (presence: TargetPresence, { before, after }: RowPair): ChangeKind => {
  if (presence !== 'known') return presence === 'entered' ? 'entered_scope' : 'left_scope';
  if (before === undefined) return 'created';
  return after === undefined ? 'deleted' : 'updated';
};

const difference = (
  presence: TargetPresence,
  { before, after }: RowPair,
  omitted: readonly WorkflowColumn[],
): Pick<ChangeRow, 'changed_columns' | 'before' | 'after'> => {
  if (presence !== 'known') return { changed_columns: null, before: null, after: null };
  const isUpdate = before !== undefined && after !== undefined;
  const columns = isUpdate ? COLUMNS.filter((name) => before[name] !== after[name]) : COLUMNS;
  return {
    changed_columns: isUpdate ? JSON.stringify(columns) : null,
    before: before ? textOf(before, columns, omitted) : null,
    after: after ? textOf(after, columns, omitted) : null,
  };
};

const textOf = (row: WorkflowRow, columns: readonly WorkflowColumn[], omitted: readonly WorkflowColumn[]): string => {
  const shown = columns.filter((name) => !omitted.includes(name)).map((name) => [name, row[name]]);
  const left = columns.filter((name) => omitted.includes(name));
  return JSON.stringify(Object.fromEntries(left.length === 0 ? shown : [...shown, ['omitted', left]]));
};
