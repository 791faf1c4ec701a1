import { type WorkflowRow, workflowTable } from '../contract/tables';
import { decodeRow, keyInStart, keyOfLine } from '../snapshot/ndjson';
import type { RowFile, RowList, Slice } from '../snapshot/row-file';

/** Enough of a line for its key: an ARN of Image Builder has some 300 characters at most. */
const START_BYTES = 512;

/** A row of the last snapshot: where it stands, how it is written, and what it says. */
export interface LastRow {
  readonly slice: Slice;
  readonly line: Buffer;
  readonly row: WorkflowRow;
}

/** The rows of one target in the last snapshot, by their keys. The rows themselves stay on disk until they are asked for. */
export class LastRows {
  private readonly slices: ReadonlyMap<string, Slice>;

  constructor(
    private readonly rowFile: RowFile,
    rows: RowList,
  ) {
    this.slices = new Map(Array.from(rows, (slice): [string, Slice] => [keyAt(rowFile, slice), slice]));
  }

  keys(): readonly string[] {
    return [...this.slices.keys()];
  }

  /** Reads a row from disk; undefined where the last snapshot has no such row. */
  read(key: string): LastRow | undefined {
    const slice = this.slices.get(key);
    if (slice === undefined) return undefined;
    const line = this.rowFile.read(slice);
    return { slice, line, row: decodeRow(workflowTable, line.toString('utf8')) };
  }
}

const keyAt = (rowFile: RowFile, slice: Slice): string => {
  const start = rowFile.read({ offset: slice.offset, bytes: Math.min(slice.bytes, START_BYTES) });
  return keyInStart(start) ?? keyOfLine(rowFile.read(slice));
};
