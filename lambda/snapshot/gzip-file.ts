import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import type { Content } from '../contract/manifest';
import { beginsWithOwnHeader, gzipHeader } from './gzip-header';
import { writeWhole } from './positioned-file';

/** Lines are gathered to this many bytes before they are hashed and compressed. */
const BATCH_BYTES = 256 * 1024;
/** While one batch is being compressed on another thread, the next ones are made on this one. */
const BATCHES_AHEAD = 3;
/** The header that zlib writes: without a name, it always has this length (RFC 1952). */
const PLAIN_HEADER_BYTES = 10;

export type OpenGzipFile = (name: string, options?: GzipFileOptions) => GzipFile;

/** Does the work with gzip files in a folder, and closes each that it opened, however the work ends. */
export const withGzipFiles = async <T>(folder: string, work: (open: OpenGzipFile) => Promise<T>): Promise<T> => {
  const files: GzipFile[] = [];
  const open: OpenGzipFile = (name, options) => {
    const file = new GzipFile(join(folder, name), options);
    files.push(file);
    return file;
  };
  try {
    return await work(open);
  } finally {
    for (const file of files) await file.close();
  }
};

/** Whether the header of a gzip file is one of ours, with room for a name of that length and for nothing else. */
export const hasRoomForName = (path: string, nameLength: number): boolean => {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(gzipHeader('x'.repeat(nameLength)).length);
    return beginsWithOwnHeader(start.subarray(0, readSync(file, start)), nameLength);
  } finally {
    closeSync(file);
  }
};

/** Gives a finished gzip file another name of the same length. Nothing behind the header moves. */
export const setGzipName = (path: string, name: string): void => {
  if (!hasRoomForName(path, name.length))
    throw new Error(`the header of ${path} has no room for a name of ${name.length} characters`);
  const file = openSync(path, 'r+');
  try {
    writeWhole(file, gzipHeader(name), 0);
  } finally {
    closeSync(file);
  }
};

export interface GzipFileOptions {
  /** Length of the name that the header will be given by `setGzipName`, once the content is known. */
  readonly nameLength?: number;
}

/** A finished gzip file of lines, and what it holds. */
export interface GzippedLines {
  readonly path: string;
  readonly content: Content;
}

/** A gzip file of lines, written once from front to back. Compression runs beside the caller, on Node's thread pool. */
export class GzipFile {
  private readonly file: number;
  private readonly gzip = createGzip({ chunkSize: 64 * 1024 });
  private readonly hash = createHash('sha256');
  private readonly written: Promise<void>;
  /** Leaves room for the name; undefined where zlib's own header is left as it is. */
  private readonly header: Buffer | undefined;
  /** The batches that are not yet compressed, oldest first. */
  private readonly ahead: Promise<void>[] = [];
  private batch: Buffer = Buffer.allocUnsafe(BATCH_BYTES);
  private batched = 0;
  private rows = 0;
  private size: number;

  constructor(
    readonly path: string,
    options: GzipFileOptions = {},
  ) {
    this.header = options.nameLength === undefined ? undefined : gzipHeader('x'.repeat(options.nameLength));
    this.size = this.header?.length ?? PLAIN_HEADER_BYTES;
    this.file = openSync(path, 'w');
    this.written = this.writeCompressed();
    // A failure surfaces in the next write, or in finish; until then it must not count as unhandled.
    this.written.catch(() => undefined);
    this.gzip.on('error', () => undefined);
  }

  /** Size of the file so far, in bytes. */
  get bytes(): number {
    return this.size;
  }

  /** Adds a line; the newline is added here. Resolves when there is room for the next. */
  async write(line: Uint8Array): Promise<void> {
    this.rows++;
    if (this.batched + line.length + 1 > this.batch.length) await this.flush(line.length + 1);
    this.batch.set(line, this.batched);
    this.batch[this.batched + line.length] = 0x0a;
    this.batched += line.length + 1;
  }

  /** Ends the file and says what it holds. */
  async finish(): Promise<Content> {
    await this.flush(0);
    this.gzip.end();
    await this.written;
    if (this.header !== undefined) writeWhole(this.file, this.header, 0);
    return { rows: this.rows, sha256: this.hash.digest('hex') };
  }

  /** Closes the file, finished or not: what is still being compressed is dropped. */
  async close(): Promise<void> {
    this.gzip.destroy();
    // Nothing may be written to a descriptor that has been closed: by then it may be another file's.
    await this.written.catch(() => undefined);
    closeSync(this.file);
  }

  private async flush(room: number): Promise<void> {
    const batch = this.batch.subarray(0, this.batched);
    this.batch = Buffer.allocUnsafe(Math.max(BATCH_BYTES, room));
    this.batched = 0;
    if (batch.length === 0) return;
    this.hash.update(batch);
    this.ahead.push(new Promise((resolve) => this.gzip.write(batch, () => resolve())));
    // A failure ends the waiting: the callback may never come.
    if (this.ahead.length > BATCHES_AHEAD) await Promise.race([this.ahead.shift(), this.written]);
  }

  /** Zlib's own header is written over, where a name was announced. */
  private async writeCompressed(): Promise<void> {
    let position = this.size - PLAIN_HEADER_BYTES;
    for await (const chunk of this.gzip) {
      writeWhole(this.file, chunk, position);
      position += chunk.length;
      this.size = position;
    }
  }
}
