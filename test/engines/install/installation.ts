import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
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
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await step(`install ${name}`, () => succeed(name, install(draft)));
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

const succeed = async (name: string, install: readonly [string, ...string[]]): Promise<void> => {
  const { status, err } = await command(install);
  if (status === 0) return;
  throw new EngineError(`${name} cannot be installed: ${install.join(' ')} ended with ${status}.\n${err.slice(-2000)}`);
};

/** A folder for PYTHONPATH. */
export const pythonPackage = (name: string, version: string): Promise<string> =>
  installed(`${name}-${version}`, (folder) => [
    ...(['python3', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'] as const),
    ...['--target', folder, `${name}==${version}`],
  ]);
