import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CollectorError, LakeError } from '../../lambda/errors';
import type { Lake, LakeReader } from '../../lambda/lake/lake';
import { codeOf, messageOf } from '../../lambda/system-error';
import { LAKE_FOLDERS, openLakeFolder, pathOfLake } from './lake-folder';
import { lakeLock } from './lake-lock';
import { putFile } from './put-file';
import { openStoredFile } from './stored-file';

/**
 * A lake in a folder, which is created if there is none. It keeps the promises of S3 that the collector builds upon:
 * an object is there whole or not at all, also after a crash, and a conditional put is atomic among all processes that
 * write to the folder. It keeps no versions. Throws a LakeError where the folder cannot be a lake.
 *
 * A process killed in the middle of a put leaves the object as it was, and may hold up other writers for 5 seconds.
 */
export const openDirectoryLake = async (folder: string): Promise<Lake> => {
  const lakeFolder = await openLakeFolder(folder);
  const lock = lakeLock(lakeFolder.workingPath, folder);
  const withLakeError = withLakeErrorOf(folder);
  return {
    ...readerOf(lakeFolder.path, folder),
    put: (key, body, condition) =>
      withLakeError(key, () =>
        putFile({ folder: lakeFolder, lock, path: pathOf(lakeFolder.path, key), body, condition }),
      ),
  };
};

/** A lake in a folder that is there already, and which nothing is written to. Throws a LakeError where there is none. */
export const openDirectoryLakeToRead = async (folder: string): Promise<LakeReader> =>
  readerOf(await pathOfLake(folder), folder);

const readerOf = (path: string, folder: string): LakeReader => {
  const withLakeError = withLakeErrorOf(folder);
  return {
    location: folder,
    peek: (key) => withLakeError(key, () => peek(pathOf(path, key))),
    read: (key, options) => withLakeError(key, () => read(pathOf(path, key), options?.ifMatch)),
    isEmpty: (prefix) => withLakeError(prefix, () => isEmptyFolder(join(path, prefix))),
  };
};

const pathOf = (path: string, key: string): string => join(path, ...segmentsOf(key));

/** A key can only lie in one of the lake's own folders: what was written here is never a stranger to the next opening. */
const segmentsOf = (key: string): readonly string[] => {
  const segments = key.split('/');
  const valid = segments.length > 1 && segments.every((segment) => /^[A-Za-z0-9_=-][A-Za-z0-9_=.-]*$/.test(segment));
  if (!valid || !LAKE_FOLDERS.includes(segments[0] ?? '')) throw new Error(`${key} is not a key of a lake.`);
  return segments;
};

/** Faults of the file system, such as a full disk, are for people to read. */
const withLakeErrorOf =
  (location: string) =>
  async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof CollectorError || codeOf(cause) === undefined) throw cause;
      throw new LakeError(`${location}/${key}: ${messageOf(cause)}`, { cause });
    }
  };

const isEmptyFolder = async (path: string): Promise<boolean> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return !entries.some((entry) => entry.isFile());
};

const MISSING = { answer: 'missing', deleted: false } as const;
const PRECONDITION_FAILED = { answer: 'precondition_failed' } as const;

const peek: (path: string) => ReturnType<Lake['peek']> = async (path) => {
  const file = await openStoredFile(path);
  if (file === undefined) return MISSING;
  try {
    return { answer: 'object', start: await file.start(), etag: file.etag, versionId: null, bytes: file.bytes };
  } finally {
    await file.close();
  }
};

const read = async (path: string, ifMatch: string | undefined): ReturnType<Lake['read']> => {
  const file = await openStoredFile(path);
  if (file === undefined) return MISSING;
  if (ifMatch !== undefined && ifMatch !== file.etag) {
    await file.close();
    return PRECONDITION_FAILED;
  }
  return { answer: 'object', body: file.body(), etag: file.etag, versionId: null, bytes: file.bytes };
};
