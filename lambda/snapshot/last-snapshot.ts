import { createHash } from 'node:crypto';
import type { Content } from '../contract/manifest';
import { BrokenGzipError, gunzipped } from './gunzipped';
import { LineTooLongError } from './lines';
import type { RowFile } from './row-file';
import { BrokenSnapshotError, type LastSnapshot, SnapshotLayout } from './snapshot-layout';

/** How a snapshot was written, as its manifest says. */
export interface WrittenContent extends Content {
  readonly schemaVersion: number;
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
  if (written !== undefined) checkContent({ rows: snapshot.rows, sha256: hash.digest('hex') }, written);
  return snapshot;
};

const checkContent = (found: Content, expected: Content): void => {
  if (found.rows === expected.rows && found.sha256 === expected.sha256) return;
  throw new BrokenSnapshotError(
    `it holds ${found.rows} rows with SHA-256 ${found.sha256}, but its manifest says ${expected.rows} rows with ${expected.sha256}`,
  );
};
