import type { ChangeKind } from '../contract/outcome';
import type { ScheduledTime } from '../contract/scheduled-time';
import { type ChangeRow, type WorkflowRow, workflowTable } from '../contract/tables';
import { encodeRow } from './ndjson';

/** A row in two successive snapshots; undefined where one of them lacks it. */
export type RowPair =
  | { readonly before: WorkflowRow; readonly after: WorkflowRow }
  | { readonly before: WorkflowRow; readonly after?: undefined }
  | { readonly before?: undefined; readonly after: WorkflowRow };

/** How the plan treats a target: joined or left rows were neither created nor deleted. */
export type TargetPresence = 'known' | 'entered' | 'left';

export const changeRow = (run: ScheduledTime, region: string, presence: TargetPresence, pair: RowPair): ChangeRow => {
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
    ...difference(presence, pair),
  };
};

const kindOf = (presence: TargetPresence, { before, after }: RowPair): ChangeKind => {
  if (presence !== 'known') return presence === 'entered' ? 'entered_scope' : 'left_scope';
  if (before === undefined) return 'created';
  return after === undefined ? 'deleted' : 'updated';
};

const difference = (
  presence: TargetPresence,
  { before, after }: RowPair,
): Pick<ChangeRow, 'changed_columns' | 'before' | 'after'> => {
  if (presence !== 'known') return { changed_columns: null, before: null, after: null };
  if (before === undefined || after === undefined) {
    return { changed_columns: null, before: before ? wholeText(before) : null, after: after ? wholeText(after) : null };
  }
  const columns = workflowTable.columns.map(({ name }) => name).filter((name) => before[name] !== after[name]);
  return {
    changed_columns: JSON.stringify(columns),
    before: JSON.stringify(before, columns),
    after: JSON.stringify(after, columns),
  };
};

const wholeText = (row: WorkflowRow): string => encodeRow(workflowTable, row);
