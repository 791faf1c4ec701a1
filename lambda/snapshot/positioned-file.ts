import { readSync, writeSync } from 'node:fs';

/** Moves bytes of an open file, as many as the system likes, and says how many. Only a read at the end moves none. */
export type Move<T> = (file: number, bytes: T, from: number, count: number, position: number) => number;

/** Writes all the bytes at a position of an open file. A full disk throws. */
export const writeWhole = (
  file: number,
  bytes: Uint8Array,
  position: number,
  write: Move<Uint8Array> = writeSync,
): void => {
  for (let written = 0; written < bytes.length; )
    written += write(file, bytes, written, bytes.length - written, position + written);
};

/** Reads that many bytes from a position of an open file. */
export const readWhole = (file: number, bytes: number, position: number, read: Move<Buffer> = readSync): Buffer => {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let seen = 0; seen < bytes; ) {
    const count = read(file, buffer, seen, bytes - seen, position + seen);
    if (count === 0) throw new Error(`a file ends before byte ${position + bytes}`);
    seen += count;
  }
  return buffer;
};
