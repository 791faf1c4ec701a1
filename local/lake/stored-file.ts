import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { LakeError } from '../../lambda/errors';
import { PEEK_BYTES } from '../../lambda/lake/lake';
import { codeOf } from '../../lambda/system-error';

const CHUNK_BYTES = 256 * 1024;

/** A file, held open: however often its path is given to another file, this one stays what it was. */
export interface StoredFile {
  readonly etag: string;
  readonly bytes: number;
  /** The first KiB. */
  start(): Promise<Uint8Array>;
  /** The content, after which the file is closed. */
  body(): AsyncIterable<Uint8Array>;
  /** Whether the path still leads to this very file. An inode cannot be given away while it is held open. */
  isStillAt(path: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Undefined where there is no such file. */
export const openStoredFile = async (path: string): Promise<StoredFile | undefined> => {
  const handle = await open(path, 'r').catch(undefinedIfMissing);
  if (handle === undefined) return undefined;
  try {
    const { size, ino, dev } = await handle.stat({ bigint: true });
    const bytes = Number(size);
    return {
      etag: await etagOfFile(handle),
      bytes,
      start: () => firstBytes(handle, Math.min(bytes, PEEK_BYTES)),
      body: () => wholeBody(handle, bytes, path),
      isStillAt: async (other) => {
        const found = await stat(other, { bigint: true }).catch(undefinedIfMissing);
        return found?.ino === ino && found.dev === dev;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
};

const undefinedIfMissing = (error: unknown): undefined => {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
};

/** An ETag is a hash of the content, as in S3: in quotation marks, the same for the same bytes. */
export const createEtag = (): { update(chunk: Uint8Array): void; etag(): string } => {
  const hash = createHash('sha256');
  return { update: (chunk) => void hash.update(chunk), etag: () => `"${hash.digest('hex').slice(0, 32)}"` };
};

const etagOfFile = async (handle: FileHandle): Promise<string> => {
  const etag = createEtag();
  for await (const chunk of chunksOf(handle)) etag.update(chunk);
  return etag.etag();
};

const firstBytes = async (handle: FileHandle, bytes: number): Promise<Uint8Array> => {
  const start = new Uint8Array(bytes);
  const { bytesRead } = await handle.read(start, 0, bytes, 0);
  return start.subarray(0, bytesRead);
};

async function* wholeBody(handle: FileHandle, bytes: number, path: string): AsyncGenerator<Uint8Array> {
  let seen = 0;
  try {
    for await (const chunk of chunksOf(handle)) {
      seen += chunk.length;
      yield chunk;
    }
  } finally {
    await handle.close();
  }
  if (seen !== bytes) throw new LakeError(`${path} ended after ${seen} of ${bytes} bytes: somebody else writes to it.`);
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}
