import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CollectorError, LakeError } from '../lambda/errors';
import type { Body, Condition, Lake, PutAnswer } from '../lambda/lake';
import { LAKE_FOLDERS, type LakeFolder, openLakeFolder } from './lake-folder';
import { type LakeLock, lakeLock } from './lake-lock';
import { createEtag, openStoredFile, type StoredFile } from './stored-file';
import { codeOf, messageOf } from './system-error';

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
  const pathOf = (key: string): string => join(lakeFolder.path, ...segmentsOf(key));
  const explained = explainedAt(folder);
  return {
    location: folder,
    peek: (key) => explained(key, () => peek(pathOf(key))),
    read: (key, options) => explained(key, () => read(pathOf(key), options?.ifMatch)),
    put: (key, body, condition) => explained(key, () => put(lakeFolder, lock, pathOf(key), body, condition)),
  };
};

/** A key can only lie in one of the lake's own folders: what was written here is never a stranger to the next opening. */
const segmentsOf = (key: string): readonly string[] => {
  const segments = key.split('/');
  const valid = segments.length > 1 && segments.every((segment) => /^[A-Za-z0-9_=-][A-Za-z0-9_=.-]*$/.test(segment));
  if (!valid || !LAKE_FOLDERS.includes(segments[0] ?? '')) throw new Error(`${key} is not a key of a lake.`);
  return segments;
};

/** Faults of the file system, such as a full disk, are for people to read. */
const explainedAt =
  (location: string) =>
  async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof CollectorError || codeOf(cause) === undefined) throw cause;
      throw new LakeError(`${location}/${key}: ${messageOf(cause)}`, { cause });
    }
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

const put = async (
  folder: LakeFolder,
  lock: LakeLock,
  path: string,
  body: Body,
  condition: Condition,
): Promise<PutAnswer> => {
  const replaced = await openStoredFile(path);
  const written = join(folder.workingPath, `${process.pid}-${randomUUID()}`);
  try {
    if (!holds(condition, replaced)) return PRECONDITION_FAILED;
    const etag = await writeDurably(written, body);
    // The content was compared before the lock was taken: under it, it is enough that the file is still the same.
    return await lock.hold(async () => {
      if (!(await isUnchanged(path, replaced))) return PRECONDITION_FAILED;
      await moveDurably(written, path, folder.path);
      return { answer: 'stored', etag, versionId: null };
    });
  } finally {
    await replaced?.close();
    await rm(written, { force: true });
  }
};

const holds = (condition: Condition, found: StoredFile | undefined): boolean =>
  condition === 'if_none_match' ? found === undefined : found?.etag === condition.ifMatch;

const isUnchanged = async (path: string, seen: StoredFile | undefined): Promise<boolean> => {
  if (seen !== undefined) return seen.isStillAt(path);
  const found = await openStoredFile(path);
  await found?.close();
  return found === undefined;
};

/** Returns the ETag of what it wrote. */
const writeDurably = async (path: string, body: Body): Promise<string> => {
  const file = await open(path, 'wx');
  try {
    const etag = createEtag();
    let bytes = 0;
    for await (const chunk of chunksOf(body)) {
      etag.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    if (!(body instanceof Uint8Array) && bytes !== body.bytes)
      throw new LakeError(`${body.path} was changed while it was put.`);
    await file.sync();
    return etag.etag();
  } finally {
    await file.close();
  }
};

async function* chunksOf(body: Body): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body;
  else for await (const chunk of createReadStream(body.path)) yield chunk;
}

/** A rename outlives a power cut once the folder is on disk; so do the folders that were made for it. */
const moveDurably = async (from: string, to: string, lakePath: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  for (let path = dirname(to); path.startsWith(lakePath); path = dirname(path)) await syncFolder(path);
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
