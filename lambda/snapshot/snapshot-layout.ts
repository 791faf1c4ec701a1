import { parseWorkflowArn } from '../arn';
import { type WorkflowRow, workflowTable } from '../contract/tables';
import { nameOf } from '../target';
import { compareUtf8 } from '../utf8-order';
import type { GzippedLines } from './gzip-file';
import { placesOfLines, WholeLines } from './lines';
import { encodeRow, readLine } from './ndjson';
import { type RowFile, RowList, type Slice } from './row-file';

/** The rows of one target in the last snapshot. */
interface TargetBlock {
  readonly accountId: string;
  readonly region: string;
  /** What the ARNs of the rows begin with. */
  readonly prefix: string;
  readonly rows: RowList;
  /** How many of them lack their details. */
  readonly rowsWithoutDetail: number;
}

/** The last snapshot, laid out in a row file: what the new one is built upon, and compared with. */
export interface LastSnapshot {
  /** In ARN order, by the target's name. */
  readonly blocks: ReadonlyMap<string, TargetBlock>;
  readonly rows: number;
  /** The same rows, in the same lines, as they stand compressed; undefined where they must not be used again as they are. */
  readonly gzipped: GzippedLines | undefined;
}

export const emptySnapshot: LastSnapshot = { blocks: new Map(), rows: 0, gzipped: undefined };

/** The content of a snapshot is not what this program wrote. */
export class BrokenSnapshotError extends Error {
  override readonly name = 'BrokenSnapshotError';
}

interface OpenBlock extends Omit<TargetBlock, 'rows' | 'rowsWithoutDetail'> {
  readonly slices: Slice[];
  rowsWithoutDetail: number;
}

/** Lays the lines of a snapshot, which arrives in chunks, into the row file, and sorts them to their targets. */
export class SnapshotLayout {
  private readonly blocks = new Map<string, TargetBlock>();
  private readonly lines = new WholeLines();
  private current: OpenBlock | undefined;
  private rows = 0;
  private lastKey = '';
  private respelled = false;

  /** @param schemaVersion the version that the rows were written with; without it, today's */
  constructor(
    private readonly rowFile: RowFile,
    private readonly schemaVersion: number | undefined,
  ) {}

  /** Whether a row is no longer in the line that it was read from. */
  get isRespelled(): boolean {
    return this.respelled;
  }

  add(chunk: Buffer): void {
    const lines = this.lines.take(chunk);
    const { offset } = this.rowFile.append(lines);
    for (const { start, end } of placesOfLines(lines))
      this.addLine(lines.subarray(start, end), { offset: offset + start, bytes: end - start });
  }

  end(): Omit<LastSnapshot, 'gzipped'> {
    if (this.lines.isUnfinished) throw new BrokenSnapshotError(`row ${this.rows + 1} is cut off`);
    this.closeBlock();
    return { blocks: this.blocks, rows: this.rows };
  }

  private addLine(line: Buffer, slice: Slice): void {
    this.rows++;
    const { row, isRespelled } = this.read(line);
    const block = this.blockOf(row);
    if (isRespelled) this.respelled = true;
    block.slices.push(isRespelled ? this.rowFile.append(Buffer.from(encodeRow(workflowTable, row))) : slice);
    if (row.data === null) block.rowsWithoutDetail++;
  }

  /** The block that the row belongs to: the open one, or the next. */
  private blockOf(row: WorkflowRow): OpenBlock {
    const arn = parseWorkflowArn(row._key);
    if (arn === undefined) throw new BrokenSnapshotError(`row ${this.rows} has no workflow ARN as its _key`);
    if (this.rows > 1 && compareUtf8(this.lastKey, row._key) >= 0)
      throw new BrokenSnapshotError(`row ${this.rows} is out of order`);
    this.lastKey = row._key;
    if (this.current?.prefix === arn.prefix) return this.current;
    this.closeBlock();
    const { region, prefix } = arn;
    this.current = { accountId: row.account_id, region, prefix, slices: [], rowsWithoutDetail: 0 };
    return this.current;
  }

  private read(line: Buffer) {
    try {
      return readLine(workflowTable, line.toString('utf8'), this.schemaVersion);
    } catch (error) {
      throw new BrokenSnapshotError(`row ${this.rows} is not valid`, { cause: error });
    }
  }

  private closeBlock(): void {
    if (this.current === undefined) return;
    const { slices, ...block } = this.current;
    const name = nameOf(block);
    if (this.blocks.has(name)) throw new BrokenSnapshotError(`the rows of ${name} do not stand together`);
    this.blocks.set(name, { ...block, rows: RowList.of(slices) });
    this.current = undefined;
  }
}
