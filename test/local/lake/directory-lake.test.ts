import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, promises } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LakeError } from '../../../lambda/errors';
import type { Lake } from '../../../lambda/lake/lake';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { openLakeFolder } from '../../../local/lake/lake-folder';
import { lakeLock, STALE_LOCK_MS } from '../../../local/lake/lake-lock';
import { useBundledProgram } from '../../bundled-program';
import { countUp } from '../../lake/count-up';
import { describeLake } from '../../lake/lake-contract';

const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'directory-lake-'));

describeLake('A directory', async () => {
  const folder = await makeFolder();
  return { lake: await openDirectoryLake(folder), dispose: () => rm(folder, { recursive: true }) };
});

const KEY = 'run/20261122T060000Z/0/object';

let folder: string;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const put = (lake: Lake, text: string) => lake.put(KEY, Buffer.from(text), 'if_none_match');

describe('Opening a directory as a lake', () => {
  it('makes the folder, also within folders that are not there yet', async () => {
    const lake = await openDirectoryLake(join(folder, 'a', 'b'));

    expect(lake.location).toBe(join(folder, 'a', 'b'));
    expect(await put(lake, 'x')).toMatchObject({ answer: 'stored', versionId: null });
  });

  it('opens what it wrote before, and what was laid there from a copy', async () => {
    await put(await openDirectoryLake(folder), 'x');
    await mkdir(join(folder, 'imagebuilder_workflow'));
    await rm(join(folder, '.working'), { recursive: true });

    expect(await (await openDirectoryLake(folder)).peek(KEY)).toMatchObject({ answer: 'object', bytes: 1 });
  });

  it('refuses a folder that holds something else, and names it', async () => {
    for (const name of ['b.txt', 'a.txt', '.git', 'c', 'd', 'e']) await writeFile(join(folder, name), '');
    await mkdir(join(folder, 'manifest'));

    await expect(openDirectoryLake(folder)).rejects.toThrow(
      `${folder} holds what no lake holds: .git, a.txt, b.txt, c, d and 1 more. Name an empty folder or a new one`,
    );
    expect(await readdir(folder)).not.toContain('.working');
  });

  it('refuses a file where a folder of the lake should be', async () => {
    await writeFile(join(folder, 'run'), '');

    await expect(openDirectoryLake(folder)).rejects.toThrow('holds what no lake holds: run.');
  });

  it.each(['.DS_Store', 'desktop.ini', 'Thumbs.db'])(
    'does not mind what a desktop leaves in a folder: %s',
    async (name) => {
      await writeFile(join(folder, name), '');

      await expect(openDirectoryLake(folder)).resolves.toBeDefined();
    },
  );

  it('refuses a file, and a path that leads through one', async () => {
    await writeFile(join(folder, 'file'), '');

    await expect(openDirectoryLake(join(folder, 'file'))).rejects.toThrow(/file is a file\. A lake is a folder/);
    await expect(openDirectoryLake(join(folder, 'file', 'lake'))).rejects.toThrow(/cannot be created: ENOTDIR/);
    await expect(openDirectoryLake(join(folder, 'file'))).rejects.toBeInstanceOf(LakeError);
  });

  it('refuses a folder that cannot be written to', async () => {
    const lake = join(folder, 'lake');
    await mkdir(lake);
    await chmod(folder, 0o755);
    await chmod(lake, 0o555);
    // Permission bits do not bind root, as whom containers run their tests.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      await expect(openDirectoryLake(lake)).rejects.toThrow(/lake cannot be written to: EACCES.* Name a folder that/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('clears away what a killed process left an hour ago, and nothing that may be in use', async () => {
    await openDirectoryLake(folder);
    const [old, fresh] = [join(folder, '.working', 'old'), join(folder, '.working', 'fresh')];
    await writeFile(old, '');
    await writeFile(fresh, '');
    const hoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(old, hoursAgo, hoursAgo);
    await openDirectoryLake(folder);

    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });
});

describe('A directory lake', () => {
  it.each([
    '../outside',
    'run/../../outside',
    '/etc/passwd',
    'run',
    'run//x',
    'elsewhere/x',
    '.working/lock',
    'run/.x',
    'run/a\\b',
    'run/a\0',
  ])('takes no key that leads elsewhere: %j', async (key) => {
    const lake = await openDirectoryLake(folder);

    await expect(lake.put(key, Buffer.from('x'), 'if_none_match')).rejects.toThrow('is not a key of a lake');
    await expect(lake.read(key)).rejects.toThrow('is not a key of a lake');
    await expect(lake.peek(key)).rejects.toThrow('is not a key of a lake');
  });

  it('keeps its objects as plain files, with nothing beside them', async () => {
    await put(await openDirectoryLake(folder), 'content');

    expect(await readFile(join(folder, KEY), 'utf8')).toBe('content');
    expect(await readdir(join(folder, KEY, '..'))).toEqual(['object']);
    expect(await readdir(join(folder, '.working'))).toEqual([]);
  });

  it('says where and what, when the file system fails', async () => {
    const lake = await openDirectoryLake(folder);
    await mkdir(join(folder, KEY), { recursive: true });

    await expect(lake.peek(KEY)).rejects.toThrow(`${folder}/${KEY}: EISDIR`);
    await expect(lake.peek(KEY)).rejects.toBeInstanceOf(LakeError);
  });

  it('does not store a file that is not as long as it was said to be', async () => {
    const lake = await openDirectoryLake(folder);
    const path = join(folder, '.working', 'spool');
    await writeFile(path, 'cut');

    await expect(lake.put(KEY, { path, bytes: 4 }, 'if_none_match')).rejects.toThrow('was changed while it was put');
    expect(await lake.peek(KEY)).toMatchObject({ answer: 'missing' });
  });

  it('is one lake under all its names', async () => {
    const linked = `${folder}-link`;
    await symlink(folder, linked);
    try {
      await put(await openDirectoryLake(folder), '0');
      const lakes = [await openDirectoryLake(folder), await openDirectoryLake(linked)];
      await Promise.all(lakes.map((lake) => countUp(lake, KEY, 5)));

      expect(await readFile(join(folder, KEY), 'utf8')).toBe('10');
    } finally {
      await rm(linked);
    }
  });

  it('waits while another writer holds the lock', async () => {
    const lake = await openDirectoryLake(folder);
    const other = lakeLock((await openLakeFolder(folder)).workingPath, folder);
    const { storing } = await other.hold(async () => {
      const answer = put(lake, 'x');
      await pause(100);
      expect(await lake.peek(KEY)).toMatchObject({ answer: 'missing' });
      return { storing: answer };
    });

    expect(await storing).toMatchObject({ answer: 'stored' });
  });
});

describe('A directory lake on a file system that knows no sync of a folder, as on Windows and some mounts', () => {
  const { open: openFile } = promises;
  let restore = (): void => undefined;
  afterEach(() => restore());

  const refusal = (code: string) => Object.assign(new Error(`${code}: emulated`), { code });

  const refuseSync = async (code: string): Promise<void> => {
    const handle = await open(folder);
    const prototype = Object.getPrototypeOf(handle);
    await handle.close();
    const { sync } = prototype;
    prototype.sync = async function () {
      if ((await this.stat()).isDirectory()) throw refusal(code);
      return sync.call(this);
    };
    restore = () => {
      prototype.sync = sync;
    };
  };
  const refuseOpen = (code: string): void => {
    promises.open = async (path, ...rest) => {
      if ((await stat(path).catch(() => undefined))?.isDirectory()) throw refusal(code);
      return openFile(path, ...rest);
    };
    restore = () => {
      promises.open = openFile;
    };
  };

  it.each(['EPERM', 'EINVAL', 'ENOTSUP'])('stores all the same where the sync answers %s', async (code) => {
    const lake = await openDirectoryLake(folder);
    await refuseSync(code);

    expect(await put(lake, 'x')).toMatchObject({ answer: 'stored' });
    expect(await lake.peek(KEY)).toMatchObject({ answer: 'object', bytes: 1 });
  });

  it.each(['EISDIR', 'EPERM', 'EACCES'])('stores all the same where a folder cannot be opened: %s', async (code) => {
    const lake = await openDirectoryLake(folder);
    refuseOpen(code);

    expect(await put(lake, 'x')).toMatchObject({ answer: 'stored' });
  });

  it('does not take a broken disk for that', async () => {
    const lake = await openDirectoryLake(folder);
    await refuseSync('EIO');

    await expect(put(lake, 'x')).rejects.toThrow('EIO');
  });

  it('holds no file open that it replaces: Windows would refuse', async () => {
    const lake = await openDirectoryLake(folder);
    const first = await put(lake, 'x');
    const { rename } = promises;
    let openFiles: readonly string[] = [];
    promises.rename = async (from, to) => {
      openFiles = await openPathsWithin(folder);
      return rename(from, to);
    };
    restore = () => {
      promises.rename = rename;
    };

    await lake.put(KEY, Buffer.from('y'), { ifMatch: first.answer === 'stored' ? first.etag : '' });
    expect(await readFile(join(folder, KEY), 'utf8')).toBe('y');
    expect(openFiles).toEqual([]);
  });
});

/** On Linux, what this process holds open within a folder; elsewhere nothing can be said. */
const openPathsWithin = async (folder: string): Promise<readonly string[]> => {
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const paths = await Promise.all(descriptors.map((each) => readlink(`/proc/self/fd/${each}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(folder));
};

describe('What a directory lake creates', () => {
  it('is for its owner alone: it holds documents', async () => {
    const path = join(folder, 'new', 'lake');
    await put(await openDirectoryLake(path), 'x');

    const modes = await Promise.all(
      [
        join(folder, 'new'),
        path,
        join(path, '.working'),
        join(path, 'run'),
        join(path, KEY, '..'),
        join(path, KEY),
      ].map(async (each) => ((await stat(each)).mode & 0o777).toString(8)),
    );
    expect(modes).toEqual(['700', '700', '700', '700', '700', '600']);
  });

  it('leaves a folder that is there with the mode that it has', async () => {
    await chmod(folder, 0o755);
    await openDirectoryLake(folder);

    expect((await stat(folder)).mode & 0o777).toBe(0o755);
  });
});

describe('A directory lake that several processes write to', () => {
  const writer = useBundledProgram('test/local/lake/lake-writer.ts');
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
  });

  const start = (...argv: readonly string[]): ChildProcess => {
    const child = spawn(process.execPath, [writer(), ...argv], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const begun = async (child: ChildProcess): Promise<void> => {
    if (child.stdout !== null) await once(child.stdout, 'data');
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  it('loses no step of a counter', async () => {
    const lake = await openDirectoryLake(folder);
    await put(lake, '0');
    const others = [start('count', folder, KEY, '25'), start('count', folder, KEY, '25')];
    const ends = Promise.all(others.map((other) => once(other, 'exit')));
    await Promise.all(others.map(begun));
    await countUp(lake, KEY, 25);

    expect(await ends).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(await readFile(join(folder, KEY), 'utf8')).toBe('75');
  });

  it('holds whole objects only, whenever a writer is killed, and can be written to again', async () => {
    for (const milliseconds of [0, 7, 23]) {
      const writer = start('replace', folder, KEY);
      await begun(writer);
      await pause(milliseconds);
      await kill(writer);

      const content = await readFile(join(folder, KEY), 'utf8');
      expect(content).toMatch(/^(.)\1*$/);
      expect(content).toHaveLength(1024 * 1024);
    }
    const lake = await openDirectoryLake(folder);
    const peeked = await lake.peek(KEY);
    const ifMatch = peeked.answer === 'object' ? peeked.etag : '';
    expect(await lake.put(KEY, Buffer.from('after'), { ifMatch })).toMatchObject({ answer: 'stored' });
  });

  it('overcomes the lock of a writer that was killed, once it is stale', async () => {
    const holder = start('lock', folder);
    await begun(holder);
    await kill(holder);
    const lock = join(folder, '.working', 'lock');
    expect(existsSync(lock)).toBe(true);
    const staleSince = new Date(Date.now() - STALE_LOCK_MS - 1000);
    await utimes(lock, staleSince, staleSince);

    expect(await put(await openDirectoryLake(folder), 'x')).toMatchObject({ answer: 'stored' });
    expect(existsSync(lock)).toBe(false);
  });
});
