import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { installed } from './installation';
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

  it('is not to be had for every machine: its own Node does then, and that is said', async () => {
    const said: string[] = [];
    const machine = { version: 'v22.1.0', execPath: '/own/node', platform: 'sunos x64' };
    expect(await node24(machine, (line: string) => said.push(line))).toBe('/own/node');
    expect(said).toEqual(['npm has no Node 24 for sunos x64: what it should run is tried on v22.1.0']);
  });
});
