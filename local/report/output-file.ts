import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../lambda/system-error';
import { OWNER_ONLY_FILE } from '../lake/lake-folder';
import { ReportError } from './report-error';

/** A file that is there whole or not at all. */
export interface OutputFile {
  /** Writes the parts, and gives the file its name. Resolves to its size. */
  write(parts: Iterable<string>): Promise<number>;
  /** Removes what was written, unless the file has its name. */
  discard(): Promise<void>;
  /** For a process that ends at once. */
  discardNow(): void;
}

/** Opened before any work is done, so that a place that cannot be written to is told at once. */
export const openOutputFile = async (path: string): Promise<OutputFile> => {
  if ((await stat(path).catch(() => undefined))?.isDirectory())
    throw new ReportError(`${path} is a folder. Name a file: --out ${join(path, 'report.html')}.`);
  // In the same folder, so that it can be renamed.
  const working = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const file = await open(working, 'wx', OWNER_ONLY_FILE).catch((cause) => {
    throw unwritable(path, cause);
  });
  return {
    write: async (parts) => {
      const bytes = await writeAll(file, parts).catch((cause) => {
        throw unwritable(path, cause);
      });
      await rename(working, path);
      return bytes;
    },
    discard: async () => {
      await file.close();
      await rm(working, { force: true });
    },
    discardNow: () => rmSync(working, { force: true }),
  };
};

const writeAll = async (file: FileHandle, parts: Iterable<string>): Promise<number> => {
  let bytes = 0;
  for (const part of parts) bytes += (await file.write(part)).bytesWritten;
  await file.sync();
  return bytes;
};

const unwritable = (path: string, cause: unknown): ReportError =>
  new ReportError(
    `${path} cannot be written: ${messageOf(cause)}. Name a place that you may write to, and that has room.`,
    {
      cause,
    },
  );
