import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LakeError } from '../../lambda/errors';
import type { Body, Condition, PutAnswer } from '../../lambda/lake/lake';
import { codeOf } from '../../lambda/system-error';
import { type LakeFolder, OWNER_ONLY_FILE, OWNER_ONLY_FOLDER } from './lake-folder';
import type { LakeLock } from './lake-lock';
import { createEtag, openStoredFile, type StoredFile } from './stored-file';

const PRECONDITION_FAILED = { answer: 'precondition_failed' } as const;

interface FilePut {
  readonly folder: LakeFolder;
  readonly lock: LakeLock;
  /** Absolute, within the folder. */
  readonly path: string;
  readonly body: Body;
  readonly condition: Condition;
}

/** Puts an object at its path, whole or not at all, so long as the condition holds until that very moment. */
export const putFile = async ({ folder, lock, path, body, condition }: FilePut): Promise<PutAnswer> => {
  const replaced = await openStoredFile(path);
  const written = join(folder.workingPath, `${process.pid}-${randomUUID()}`);
  try {
    if (!holds(condition, replaced)) return PRECONDITION_FAILED;
    const etag = await writeDurably(written, body);
    await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
    // The content was compared before the lock was taken: under it, it is enough that the file is still the same.
    const isMoved = await lock.hold(() => moveUnlessChanged(written, path, replaced));
    if (!isMoved) return PRECONDITION_FAILED;
    await syncFolders(dirname(path), folder.path);
    return { answer: 'stored', etag, versionId: null };
  } finally {
    await replaced?.close();
    await rm(written, { force: true });
  }
};

const holds = (condition: Condition, found: StoredFile | undefined): boolean =>
  condition === 'if_none_match' ? found === undefined : found?.etag === condition.ifMatch;

const moveUnlessChanged = async (from: string, to: string, seen: StoredFile | undefined): Promise<boolean> => {
  const isUnchanged = seen === undefined ? !existsSync(to) : await seen.isStillAt(to);
  if (!isUnchanged) return false;
  // Windows gives the path of a file that is open to no other.
  await seen?.close();
  await rename(from, to);
  return true;
};

/** Returns the ETag of what it wrote. */
const writeDurably = async (path: string, body: Body): Promise<string> => {
  const file = await open(path, 'wx', OWNER_ONLY_FILE);
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
const syncFolders = async (from: string, to: string): Promise<void> => {
  for (let path = from; path.startsWith(to); path = dirname(path)) await syncFolder(path);
};

/** Windows and some mounts cannot sync a folder, and say so by one of these codes. A broken disk says EIO. */
const NO_SYNC_OF_FOLDERS = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM'];

const syncFolder = async (path: string): Promise<void> => {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (!NO_SYNC_OF_FOLDERS.includes(codeOf(error) ?? '')) throw error;
  }
};
