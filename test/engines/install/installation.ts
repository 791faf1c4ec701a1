import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lock } from 'proper-lockfile';
import { command } from './command';
import { step } from './step';

/** An engine cannot be had, or does not do what these tests need of it: the product may be as good as ever. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** What is installed for these tests; Git ignores it. */
const CACHE = resolve(__dirname, '../../../.cache');

type Install = (folder: string) => readonly [string, ...string[]];

/**
 * The folder of what a command installs, which is run only where the folder is missing, and by one process at a time.
 * The folder appears whole or not at all.
 *
 * @throws EngineError that names what cannot be had
 */
export const installed = async (name: string, install: Install, cache = CACHE): Promise<string> => {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const release = await lock(folder, LOCK);
  try {
    if (!existsSync(folder)) await make(folder, name, install, cache);
    return folder;
  } finally {
    await release();
  }
};

const LOCK = {
  realpath: false,
  stale: 60_000,
  retries: { forever: true, minTimeout: 50, maxTimeout: 1_000 },
  // Whoever holds it was asleep, and somebody else installs the same: the first folder stays.
  onCompromised: () => undefined,
};

const make = async (folder: string, name: string, install: Install, cache: string): Promise<void> => {
  const drafts = `draft-${name}-`;
  await removeAbandoned(cache, drafts);
  const draft = await mkdtemp(join(cache, drafts));
  try {
    await step(`install ${name}`, () => succeed(name, install(draft)));
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/** Whoever is killed while it installs leaves its draft behind. Whoever holds the lock is the only one at work. */
const removeAbandoned = async (cache: string, drafts: string): Promise<void> => {
  for (const entry of await readdir(cache))
    if (entry.startsWith(drafts)) await rm(join(cache, entry), { recursive: true, force: true });
};

/** What to do where an engine does not work: its folder was whole once, but nobody looks after it. */
export const installAnew = (folder: string): string =>
  `If it has worked before, delete ${folder}: the next run installs it anew.`;

const succeed = async (name: string, install: readonly [string, ...string[]]): Promise<void> => {
  const { status, err } = await command(install);
  if (status === 0) return;
  throw new EngineError(`${name} cannot be installed: ${install.join(' ')} ended with ${status}.\n${err.slice(-2000)}`);
};

/**
 * What must be in the folder of an engine.
 *
 * @throws EngineError where it has been lost: the machine may have another one, and nobody would notice that it is tried
 *   instead
 */
export const partOf = (folder: string, ...path: readonly string[]): string => {
  const part = join(folder, ...path);
  if (existsSync(part)) return part;
  throw new EngineError(`there is no ${part}. ${installAnew(folder)}`);
};

/** A folder for PYTHONPATH. */
export const pythonPackage = async (name: string, version: string, cache?: string): Promise<string> => {
  const install: Install = (folder) => [
    ...(['python3', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'] as const),
    ...['--target', folder, `${name}==${version}`],
  ];
  const folder = await installed(`${name}-${version}`, install, cache);
  partOf(folder, `${name.replaceAll('-', '_')}-${version}.dist-info`);
  return folder;
};
