import { readSync, writeSync } from 'node:fs';

/** Writes all the bytes at a position of an open file. A full disk throws. */
export const writeWhole = (file: number, bytes: Uint8Array, position: number): void => {
  for (let written = 0; written < bytes.length; )
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
};

/** Reads that many bytes from a position of an open file. */
export const readWhole = (file: number, bytes: number, position: number): Buffer => {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let read = 0; read < bytes; ) {
    const count = readSync(file, buffer, read, bytes - read, position + read);
    if (count === 0) throw new Error(`a file ends before byte ${position + bytes}`);
    read += count;
  }
  return buffer;
};
