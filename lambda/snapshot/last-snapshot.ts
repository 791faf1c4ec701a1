import { createHash } from 'node:crypto';
import type { Content } from '../contract/manifest';
import { BrokenGzipError, gunzipped } from './gunzipped';
import { hasRoomForName } from './gzip-file';
import { LineTooLongError } from './lines';
import type { RowFile } from './row-file';
import { BrokenSnapshotError, type LastSnapshot, SnapshotLayout } from './snapshot-layout';
import { STAMP_LENGTH } from './stamp';

/** How a snapshot was written, as its manifest says. */
export interface WrittenContent extends Content {
  readonly schemaVersion: number;
  /** Whether the file is the very object that the run put, one gzip member behind a header of ours. */
  readonly isSameObject: boolean;
}

/**
 * Reads a snapshot once, from a file, into the row file. Every row is checked, and so is their order: a snapshot that
 * is not whole throws a BrokenSnapshotError. Rows that an earlier program spelled in another way are respelled.
 *
 * @param written what the manifest says of the content, where there is one
 */
export const readLastSnapshot = async (
  path: string,
  rowFile: RowFile,
  written: WrittenContent | undefined,
): Promise<LastSnapshot> => {
  const layout = new SnapshotLayout(rowFile, written?.schemaVersion);
  const hash = createHash('sha256');
  try {
    for await (const chunk of gunzipped(path)) {
      hash.update(chunk);
      layout.add(chunk);
    }
  } catch (cause) {
    const isBroken = cause instanceof BrokenGzipError || cause instanceof LineTooLongError;
    throw isBroken ? new BrokenSnapshotError(cause.message, { cause }) : cause;
  }
  const snapshot = layout.end();
  const content = { rows: snapshot.rows, sha256: hash.digest('hex') };
  if (written !== undefined) checkContent(content, written);
  const isReusable = written?.isSameObject === true && !layout.isRespelled && hasRoomForName(path, STAMP_LENGTH);
  return { ...snapshot, gzipped: isReusable ? { path, content } : undefined };
};

const checkContent = (found: Content, expected: Content): void => {
  if (found.rows === expected.rows && found.sha256 === expected.sha256) return;
  throw new BrokenSnapshotError(
    `it holds ${found.rows} rows with SHA-256 ${found.sha256}, but its manifest says ${expected.rows} rows with ${expected.sha256}`,
  );
};
