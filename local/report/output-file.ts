import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, messageOf } from '../../lambda/system-error';
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
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory())
    throw new ReportError(`${path} is a folder. Name a file: --out ${join(path, 'report.html')}.`);
  // It would be replaced: a device, too, by whoever may.
  if (there?.isFile() === false)
    throw new ReportError(`${path} is no file, but a device or the like, and would be replaced. Name a file.`);
  // In the same folder, so that it can be renamed.
  const working = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const file = await withReportError(path, () => open(working, 'wx', OWNER_ONLY_FILE));
  return {
    write: (parts) =>
      withReportError(path, async () => {
        const bytes = await writeAll(file, parts);
        await rename(working, path);
        return bytes;
      }),
    discard: async () => {
      await file.close();
      await rm(working, { force: true });
    },
    discardNow: () => rmSync(working, { force: true }),
  };
};

const writeAll = async (file: FileHandle, parts: Iterable<string>): Promise<number> => {
  // Not by write, which on a disk that is nearly full writes a part of it and says so in its answer only.
  for (const part of parts) await file.appendFile(part);
  await file.sync();
  return (await file.stat()).size;
};

/** Faults of the file system, such as a full disk, are for people to read. */
const withReportError = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (codeOf(cause) === undefined) throw cause;
    throw new ReportError(
      `${path} cannot be written: ${messageOf(cause)}. Name a place that you may write to, and that has room.`,
      { cause },
    );
  }
};
