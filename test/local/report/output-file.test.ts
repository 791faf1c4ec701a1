import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MODULE = resolve(__dirname, '../../../local/report/output-file.ts');

/** Writes as many characters as are asked for, and prints what became of it. */
const PROGRAM = `
const { openOutputFile } = require(${JSON.stringify(MODULE)});
const [path, length] = process.argv.slice(1);
openOutputFile(path)
  .then((file) => file.write(['a'.repeat(Number(length))]).finally(() => file.discard()))
  .then(console.log, (error) => console.log(error.message));
`;

/** In a process that may write files of 2 or 4 KB, after the shell's own block: one of 10 KB ends in the middle. */
const LIMITED = `trap '' XFSZ; ulimit -f 4; exec "$@"`;

describe('a file that finds no room for its end', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'output-file-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const written = (name: string, length: number): string =>
    execFileSync(
      'sh',
      [
        '-c',
        LIMITED,
        'sh',
        process.execPath,
        '--import',
        require.resolve('tsx'),
        '-e',
        PROGRAM,
        join(folder, name),
        String(length),
      ],
      { encoding: 'utf8' },
    ).trim();

  it('is none, and says so', () => {
    expect(written('long.html', 10_000)).toContain('long.html cannot be written: EFBIG');
    expect(readdirSync(folder)).toEqual([]);
    expect(written('short.html', 1_000)).toBe('1000');
    expect(readdirSync(folder)).toEqual(['short.html']);
  });
});
