import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { useBundledProgram } from '../../bundled-program';

const command = useBundledProgram('local/query.ts');
const ENDLESS = 'SELECT count(*) FROM range(100000000000000) WHERE hash(range) = 1';

/** How many seconds of processors a process has used. Only Linux says so: elsewhere it is taken for busy. */
const secondsUsed = async (pid: number | undefined): Promise<number> => {
  if (process.platform !== 'linux') return Number.POSITIVE_INFINITY;
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
};

describe('npm run query, as a process', () => {
  let folder: string;
  let children: ChildProcess[];
  beforeEach(async () => {
    children = [];
    folder = await mkdtemp(join(tmpdir(), 'query-process-'));
    for (const name of ['lake', 'tmp', 'cwd', 'home']) await mkdir(join(folder, name));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const start = (sql: string) => {
    const child = spawn(process.execPath, [command(), '--lake', join(folder, 'lake'), sql], {
      cwd: join(folder, 'cwd'),
      env: { PATH: process.env['PATH'], TMPDIR: join(folder, 'tmp'), HOME: join(folder, 'home') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
    return { child, ended: ended.then(([[status], out, err]) => ({ status, out, err })) };
  };

  const scratchFolders = () => readdir(join(folder, 'tmp'));

  const scratchFolder = async (): Promise<string> => {
    for (;;) {
      const [found] = await scratchFolders();
      if (found !== undefined && existsSync(join(folder, 'tmp', found, 'run'))) return join(folder, 'tmp', found);
      await pause(20);
    }
  };

  it('leaves nothing behind, in no folder', async () => {
    const { status, out } = await start('SELECT 1 AS n').ended;

    expect({ status, out }).toEqual({ status: 0, out: 'n\n─\n1\n(1 row)\n' });
    expect(await scratchFolders()).toEqual([]);
    expect([...(await readdir(join(folder, 'cwd'))), ...(await readdir(join(folder, 'home')))]).toEqual([]);
    expect(await readdir(join(folder, 'lake'))).toEqual([]);
  });

  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('removes its scratch folder, which is its owner’s alone, on %s', async (signal, expected) => {
    const { child, ended } = start(ENDLESS);
    expect((await stat(await scratchFolder())).mode & 0o777).toBe(0o700);
    child.kill(signal);

    expect(await ended).toEqual({ status: expected, out: '', err: '' });
    expect(await scratchFolders()).toEqual([]);
  });

  it('ends on a signal while DuckDB computes', async () => {
    const { child, ended } = start(ENDLESS);
    await scratchFolder();
    const starting = await secondsUsed(child.pid);
    // What is left of starting up takes less than one.
    while ((await secondsUsed(child.pid)) < starting + 1) await pause(20);
    child.kill('SIGTERM');

    expect(await ended).toEqual({ status: 143, out: '', err: '' });
  });
});

describe('the folder for temporary files that DuckDB would choose', () => {
  it('is not for Git, should a tool of a developer make it', async () => {
    expect(await readFile(resolve(__dirname, '../../../.gitignore'), 'utf8')).toMatch(/^\.tmp\/$/m);
  });
});
