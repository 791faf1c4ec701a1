import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MANIFEST_PREFIX, STAGING_PREFIX } from '../../lambda/contract/layout';
import { TABLES } from '../../lambda/contract/tables';
import { LakeError } from '../../lambda/errors';
import { codeOf, messageOf } from '../../lambda/system-error';

/** Where objects are written before they take their place, and where the lock is: hidden, and under no table. */
const WORKING_FOLDER = '.working';

/** The top-level folders of the objects of a lake. */
export const LAKE_FOLDERS: readonly string[] = [...TABLES.map((table) => table.name), MANIFEST_PREFIX, STAGING_PREFIX];

const OUR_FOLDERS = [...LAKE_FOLDERS, WORKING_FOLDER];

/** The macOS Finder and the Windows Explorer leave these in a folder that they show; nobody put them there. */
const DESKTOP_FILES = ['.DS_Store', 'desktop.ini', 'Thumbs.db'];

/** A lake holds documents that were decrypted for whoever collected them. */
export const OWNER_ONLY_FOLDER = 0o700;
export const OWNER_ONLY_FILE = 0o600;

/** A file that was not written to for so long is nobody's work in progress. */
const LEFT_OVER_AFTER_MS = 60 * 60 * 1000;

const STRANGERS_NAMED = 5;

export interface LakeFolder {
  /** Absolute. */
  readonly path: string;
  /** Absolute, in the same file system as the lake, so that a file can be renamed from one into the other. */
  readonly workingPath: string;
}

/** Creates the folder if there is none. Throws a LakeError where it cannot be a lake; nothing in it is changed then. */
export const openLakeFolder = async (folder: string): Promise<LakeFolder> => {
  const path = resolve(folder);
  await createFolder(path, folder);
  await refuseStrangers(path, folder);
  const workingPath = join(path, WORKING_FOLDER);
  await proveWritable(workingPath, folder);
  await removeLeftOvers(workingPath);
  return { path, workingPath };
};

/** The absolute path of a lake that is there already. Throws a LakeError where there is none. */
export const pathOfLake = async (folder: string): Promise<string> => {
  const path = resolve(folder);
  const entries = await readdir(path).catch((cause) => {
    throw new LakeError(
      `${folder} is no lake: ${codeOf(cause) === 'ENOENT' ? 'there is no such folder' : messageOf(cause)}. Name the folder that was given to collect.`,
      {
        cause,
      },
    );
  });
  if (entries.length === 0 || OUR_FOLDERS.some((name) => entries.includes(name))) return path;
  throw new LakeError(
    `${folder} is no lake: it holds none of a lake's folders. Name the folder that was given to collect.`,
  );
};

const createFolder = async (path: string, folder: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new LakeError(`${folder} is a file. A lake is a folder: name another, or a new one.`);
  await mkdir(path, { recursive: true, mode: OWNER_ONLY_FOLDER }).catch((cause) => {
    throw new LakeError(`${folder} cannot be created: ${messageOf(cause)}. Name a folder that you may write to.`, {
      cause,
    });
  });
};

const refuseStrangers = async (path: string, folder: string): Promise<void> => {
  const entries = await readdir(path, { withFileTypes: true }).catch((cause) => {
    throw new LakeError(`${folder} cannot be read: ${messageOf(cause)}. Name a folder that you may write to.`, {
      cause,
    });
  });
  const strangers = entries
    .filter(
      (entry) => !DESKTOP_FILES.includes(entry.name) && !(entry.isDirectory() && OUR_FOLDERS.includes(entry.name)),
    )
    .map((entry) => entry.name)
    .sort();
  if (strangers.length === 0) return;
  const more = strangers.length > STRANGERS_NAMED ? ` and ${strangers.length - STRANGERS_NAMED} more` : '';
  throw new LakeError(
    `${folder} holds what no lake holds: ${strangers.slice(0, STRANGERS_NAMED).join(', ')}${more}. ` +
      'Name an empty folder or a new one, or move them elsewhere.',
  );
};

/** Writes, because permission bits do not tell: the file system may be read-only, or full. */
const proveWritable = async (workingPath: string, folder: string): Promise<void> => {
  const probe = join(workingPath, `${process.pid}.probe`);
  try {
    await mkdir(workingPath, { recursive: true, mode: OWNER_ONLY_FOLDER });
    await writeFile(probe, 'x');
    await rm(probe, { force: true });
  } catch (cause) {
    throw new LakeError(`${folder} cannot be written to: ${messageOf(cause)}. Name a folder that you may write to.`, {
      cause,
    });
  }
};

/** What killed processes left. Should one of them be alive after all, its put fails; no object is ever harmed. */
const removeLeftOvers = async (workingPath: string): Promise<void> => {
  for (const entry of await readdir(workingPath, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(workingPath, entry.name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < Date.now() - LEFT_OVER_AFTER_MS) await rm(file, { force: true });
  }
};
