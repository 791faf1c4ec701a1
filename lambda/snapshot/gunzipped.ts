import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { closeStream } from '../close-stream';
import { codeOf } from '../system-error';

/** A file is not gzip, or ends before its content does. */
export class BrokenGzipError extends Error {
  override readonly name = 'BrokenGzipError';
}

/** The content of a gzip file, in chunks. Its file is closed on every way out. */
export async function* gunzipped(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  file.on('error', (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip);
  } catch (error) {
    const code = codeOf(error);
    // Z_…: zlib could not go on.
    if (code?.startsWith('Z_')) throw new BrokenGzipError(`it is no whole gzip file (${code})`, { cause: error });
    throw error;
  } finally {
    await closeStream(file);
  }
}
