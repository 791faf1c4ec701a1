import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parseWorkflowArn } from '../arn';
import { closeStream } from '../close-stream';
import type { Content } from '../contract/manifest';
import { workflowTable } from '../contract/tables';
import { codeOf } from '../system-error';
import { nameOf } from '../target';
import { compareUtf8 } from '../utf8-order';
import { decodeRow } from './ndjson';
import { type RowFile, RowList, type Slice } from './row-file';

/** The rows of one target in the last snapshot. */
export interface TargetBlock {
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
}

export const emptySnapshot: LastSnapshot = { blocks: new Map(), rows: 0 };

/** The content of a snapshot is not what this program wrote. */
export class BrokenSnapshotError extends Error {
  override readonly name = 'BrokenSnapshotError';
}

/**
 * Reads a snapshot once, from a file, into the row file. Every row is checked, and so is their order: a snapshot that
 * is not whole throws a BrokenSnapshotError.
 *
 * @param expected what the manifest says of the content, where there is one
 */
export const readLastSnapshot = async (
  path: string,
  rowFile: RowFile,
  expected: Content | undefined,
): Promise<LastSnapshot> => {
  const layout = new SnapshotLayout();
  const hash = createHash('sha256');
  try {
    for await (const chunk of gunzipped(path)) {
      hash.update(chunk);
      layout.add(chunk, rowFile.append(chunk).offset);
    }
  } catch (error) {
    const code = codeOf(error);
    // Z_…: zlib could not go on.
    if (code?.startsWith('Z_')) throw new BrokenSnapshotError(`it is no whole gzip file (${code})`, { cause: error });
    throw error;
  }
  const snapshot = layout.end();
  if (expected !== undefined) checkContent({ rows: snapshot.rows, sha256: hash.digest('hex') }, expected);
  return snapshot;
};

async function* gunzipped(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  file.on('error', (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip);
  } finally {
    await closeStream(file);
  }
}

const checkContent = (found: Content, expected: Content): void => {
  if (found.rows === expected.rows && found.sha256 === expected.sha256) return;
  throw new BrokenSnapshotError(
    `it holds ${found.rows} rows with SHA-256 ${found.sha256}, but its manifest says ${expected.rows} rows with ${expected.sha256}`,
  );
};

interface OpenBlock extends Omit<TargetBlock, 'rows' | 'rowsWithoutDetail'> {
  readonly slices: Slice[];
  rowsWithoutDetail: number;
}

/** Finds the lines in the chunks of a snapshot, and sorts them to their targets. */
class SnapshotLayout {
  private readonly blocks = new Map<string, TargetBlock>();
  private current: OpenBlock | undefined;
  private rows = 0;
  private lastKey = '';
  private rest: Buffer = Buffer.alloc(0);

  add(chunk: Buffer, offset: number): void {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      const piece = chunk.subarray(start, end);
      const line = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
      this.addLine(line, { offset: offset + start - this.rest.length, bytes: line.length });
      this.rest = Buffer.alloc(0);
      start = end + 1;
    }
    if (start < chunk.length) this.rest = Buffer.concat([this.rest, chunk.subarray(start)]);
  }

  end(): LastSnapshot {
    if (this.rest.length > 0) throw new BrokenSnapshotError(`row ${this.rows + 1} is cut off`);
    this.closeBlock();
    return { blocks: this.blocks, rows: this.rows };
  }

  private addLine(line: Buffer, slice: Slice): void {
    this.rows++;
    const row = this.decode(line);
    const arn = parseWorkflowArn(row._key);
    if (arn === undefined) throw new BrokenSnapshotError(`row ${this.rows} has no workflow ARN as its _key`);
    if (this.rows > 1 && compareUtf8(this.lastKey, row._key) >= 0)
      throw new BrokenSnapshotError(`row ${this.rows} is out of order`);
    this.lastKey = row._key;
    if (this.current?.prefix !== arn.prefix) {
      this.closeBlock();
      this.current = {
        accountId: row.account_id,
        region: arn.region,
        prefix: arn.prefix,
        slices: [],
        rowsWithoutDetail: 0,
      };
    }
    this.current.slices.push(slice);
    if (row.data === null) this.current.rowsWithoutDetail++;
  }

  private decode(line: Buffer) {
    try {
      return decodeRow(workflowTable, line.toString('utf8'));
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
