import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { useBundledProgram } from '../../bundled-program';

const command = useBundledProgram('local/demo.ts');

describe('npm start, as a process', () => {
  let folder: string;
  let children: ChildProcess[];
  beforeEach(async () => {
    children = [];
    folder = await mkdtemp(join(tmpdir(), 'demo-process-'));
    await mkdir(join(folder, 'tmp'));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const start = () => {
    const child = spawn(process.execPath, [command()], {
      cwd: folder,
      env: { PATH: process.env['PATH'], TMPDIR: join(folder, 'tmp'), HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const ended = Promise.all([once(child, 'exit'), text(child.stderr)]).then(([[status], err]) => ({ status, err }));
    return { child, ended };
  };

  const scratchFolders = () => readdir(join(folder, 'tmp'));

  const untilItRuns = async (): Promise<void> => {
    for (;;) {
      const [found] = await scratchFolders();
      if (found !== undefined && existsSync(join(folder, 'tmp', found, 'run'))) return;
      await pause(5);
    }
  };

  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('removes its scratch folder on %s, and can be started again', async (signal, expected) => {
    const stopped = start();
    await untilItRuns();
    stopped.child.kill(signal);

    expect(await stopped.ended).toEqual({ status: expected, err: '' });
    expect(await scratchFolders()).toEqual([]);
    const again = start();
    again.child.stdout.resume();
    expect(await again.ended).toEqual({ status: 0, err: '' });
  });

  it('comes to its end where nobody reads on', async () => {
    const { child, ended } = start();
    await once(child.stdout, 'data');
    child.stdout.destroy();

    expect(await ended).toEqual({ status: 0, err: '' });
    expect(await scratchFolders()).toEqual([]);
    expect(await readdir(join(folder, 'lake', 'demo', 'manifest'))).toEqual(['dt=2026-11-21', 'dt=2026-11-22']);
  });
});
