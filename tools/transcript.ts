import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const TRANSCRIPT = join(ROOT, 'docs', 'demo.txt');
const LINES_SHOWN = 3;

/** What `npm start` prints, in a folder of its own, so that the lake of whoever runs this stays as it is. */
const transcribe = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'transcript-'));
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [require.resolve('tsx/cli'), join(ROOT, 'local', 'demo.ts')],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`npm start ended with status ${status}:\n${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The first lines that differ; undefined where none does. */
const differenceOf = (committed: string, printed: string): string | undefined => {
  if (committed === printed) return undefined;
  const [before, after] = [committed.split('\n'), printed.split('\n')];
  const first = after.findIndex((line, index) => line !== before[index]);
  const start = first === -1 ? after.length : first;
  const shown = (lines: readonly string[], sign: string): readonly string[] =>
    lines.slice(start, start + LINES_SHOWN).map((line) => `${sign} ${line}`);
  return [`line ${start + 1}:`, ...shown(before, '-'), ...shown(after, '+')].join('\n');
};

const check = (printed: string): void => {
  const difference = differenceOf(readFileSync(TRANSCRIPT, 'utf8'), printed);
  if (difference === undefined) return;
  console.error(`docs/demo.txt is not what npm start prints. Run npm run generate.\n${difference}`);
  process.exitCode = 1;
};

if (process.argv.includes('--check')) check(transcribe());
else writeFileSync(TRANSCRIPT, transcribe());
