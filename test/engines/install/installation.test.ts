import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { installed } from './installation';
import { javaHome } from './java';

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

  it('that needs a Java which is not there says which, and how to name it', () => {
    expect(() => javaHome({ JAVA_HOME_25: '/nowhere' })).toThrow(
      'Trino needs Java 25, and there is none in /nowhere. Install Temurin 25, or set JAVA_HOME_25',
    );
  });
});
