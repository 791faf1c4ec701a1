import type { Hash } from 'node:crypto';
import { BrokenGzipError, gunzipped } from './gunzipped';
import { LineTooLongError, placesOfLines, WholeLines } from './lines';
import { RowError } from './ndjson';

/** Why a file does not hold the lines of a table; undefined for an error of another kind, as that of a disk. */
export const problemOfLines = (error: unknown): string | undefined =>
  error instanceof BrokenGzipError || error instanceof LineTooLongError || error instanceof RowError
    ? error.message
    : undefined;

/**
 * The lines of a gzip file, without their newlines. What stands behind the last newline is left out.
 *
 * @param hash takes the whole content
 */
export async function* gunzippedLines(path: string, hash?: Hash): AsyncGenerator<Buffer> {
  const whole = new WholeLines();
  for await (const chunk of gunzipped(path)) {
    hash?.update(chunk);
    const lines = whole.take(chunk);
    for (const { start, end } of placesOfLines(lines)) yield lines.subarray(start, end);
  }
}
