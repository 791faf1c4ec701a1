import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs, promisify } from 'node:util';
import { z } from 'zod';
import { forEachAtMost } from '../../lambda/pool';
import { node24 } from '../../test/engines/install/node-24';

/*
 * How much the tests see: breaks lambda/ in ways that nobody chose, and looks whether any test turns red. Stryker's own
 * instrumenter makes the mutants; a sample of them, drawn by a seed, is tried, each with the tests that depend on its
 * file, nearest first: npm run mutants [-- --sample 200 --seed 1 --at-once 2 --only TEXT]. docs/mutation.md has the result.
 */

const ROOT = resolve(__dirname, '../..');
const INSTALLED = join(ROOT, '.cache/mutants');
const COPIED = [
  'lambda',
  'lib',
  'local',
  'page',
  'test',
  'tools',
  'bench',
  'docs',
  'README.md',
  'CHANGELOG.md',
  '.swcrc',
];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'cdk.json', 'biome.json'];

/** Where a mutant of lambda/ can be seen without a shell, a process of its own or a bundle. */
const TESTS = [
  '<rootDir>/test/*.test.ts',
  '<rootDir>/test/{contract,fakes,function,lake,publishing,reading,sdk,simulation,snapshot,source}/**/*.test.ts',
  '<rootDir>/test/lib/permissions.test.ts',
  '<rootDir>/test/lib/{alarms,lake}/*.test.ts',
  '<rootDir>/test/lib/collector/collector.test.ts',
  '<rootDir>/test/local/duckdb/views.test.ts',
  '<rootDir>/test/local/lake/*.test.ts',
  '<rootDir>/test/local/network/{network,settings}.test.ts',
];

const UNBROKEN_MILLISECONDS = 900_000;
/** A mutant that goes round in circles never ends by itself: it gets twice the time of all tests, and this. */
const SPARE_MILLISECONDS = 30_000;

const mutantSchema = z.object({
  id: z.string(),
  file: z.string(),
  line: z.number(),
  mutator: z.string(),
  start: z.number(),
  end: z.number(),
  original: z.string(),
  replacement: z.string(),
});
const sampleSchema = z.object({ of: z.number(), chosen: z.array(mutantSchema) });

type Mutant = z.infer<typeof mutantSchema>;
type Verdict = 'caught by a test' | 'timed out' | 'caught by the compiler' | 'survived';

const run = promisify(execFile);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 120);

/** Stryker's instrumenter, beside the project: who does not ask for mutants does not install it. */
const install = async (): Promise<void> => {
  mkdirSync(INSTALLED, { recursive: true });
  cpSync(__dirname, INSTALLED, { recursive: true });
  cpSync(join(ROOT, '.npmrc'), join(INSTALLED, '.npmrc'));
  await run('npm', ['ci', '--ignore-scripts'], { cwd: INSTALLED });
};

const makeCopy = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  for (const name of [...COPIED, ...SETTINGS]) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
};

/** Puts the mutants into a copy, with a jest that knows where to look, and says which of them are tried. */
const instrument = async (copy: string, sample: string, seed: string): Promise<z.infer<typeof sampleSchema>> => {
  const config: object = JSON.parse(readFileSync(join(ROOT, 'jest.config.json'), 'utf8'));
  const testSequencer = join(__dirname, 'nearest-first.cjs');
  writeFileSync(
    join(copy, 'jest.config.json'),
    JSON.stringify({ ...config, testMatch: TESTS, testSequencer, reporters: ['default'], bail: 1 }),
  );
  const program = join(INSTALLED, 'instrument.mjs');
  const { stdout } = await run(await node24(), [program, 'lambda', sample, seed], { cwd: copy, maxBuffer: 2 ** 28 });
  return sampleSchema.parse(JSON.parse(stdout));
};

interface Trial {
  readonly verdict: 'passed' | 'failed' | 'timed out';
  /** The first test that failed, as jest names it. */
  readonly test: string;
}

/** Runs the tests that depend on these files, with a mutant switched on; for so many milliseconds. */
const runTests = async (copy: string, files: readonly string[], timeout: number, id?: string): Promise<Trial> => {
  const options = ['--runInBand', '--silent', '--passWithNoTests', '--findRelatedTests', ...files];
  const mutant = id === undefined ? {} : { __STRYKER_ACTIVE_MUTANT__: id, MUTATED_FILE: files[0] };
  const jest = spawn(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...options], {
    cwd: copy,
    env: { ...process.env, ...mutant },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  });
  const [said, [code]] = await Promise.all([text(jest.stderr), once(jest, 'close')]);
  if (code === null) return { verdict: 'timed out', test: '' };
  if (code === 0) return { verdict: 'passed', test: '' };
  return { verdict: 'failed', test: /^ *● (.*)$/m.exec(said)?.[1] ?? oneLine(said) };
};

const compiles = (copy: string): Promise<boolean> =>
  run('npx', ['tsc'], { cwd: copy }).then(
    () => true,
    () => false,
  );

/** Whether the compiler takes the mutant, in a copy that has no other. */
const mutantCompiles = async (copy: string, { file, start, end, replacement }: Mutant): Promise<boolean> => {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, source.slice(0, start) + replacement + source.slice(end));
  try {
    return await compiles(copy);
  } finally {
    writeFileSync(path, source);
  }
};

/** Sees that all tests pass as long as no mutant is switched on, and how many milliseconds they take. */
const timeUnbroken = async (copy: string, mutants: readonly Mutant[]): Promise<number> => {
  const started = performance.now();
  const files = [...new Set(mutants.map(({ file }) => file))];
  const { verdict, test } = await runTests(copy, files, UNBROKEN_MILLISECONDS);
  if (verdict !== 'passed') throw new Error(`without any mutant, a test ${verdict}: ${test}`);
  return Math.ceil(performance.now() - started);
};

const VERDICTS = { passed: 'survived', failed: 'caught by a test', 'timed out': 'timed out' } as const;

/** Tries the mutants, some at once, each by the tests. */
const tryAll = async (
  copy: string,
  mutants: readonly Mutant[],
  { atOnce, timeout }: { readonly atOnce: number; readonly timeout: number },
): Promise<Map<Mutant, Verdict>> => {
  const judged = new Map<Mutant, Verdict>();
  await forEachAtMost(atOnce, mutants, async (mutant) => {
    const { verdict, test } = await runTests(copy, [mutant.file], timeout, mutant.id);
    judged.set(mutant, VERDICTS[verdict]);
    console.log(`${VERDICTS[verdict].padEnd(17)} ${mutant.mutator.padEnd(22)} ${rowOf(mutant)} ${test}`);
  });
  return judged;
};

const cell = (text: string): string => `\`${oneLine(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;

const rowOf = ({ file, line, original, replacement }: Mutant): string =>
  `| ${file}:${line} | ${cell(original)} | ${cell(replacement)} |`;

/** The table of docs/mutation.md. */
const print = (of: number, judged: ReadonlyMap<Mutant, Verdict>): void => {
  const count = (verdict: Verdict): number => [...judged.values()].filter((other) => other === verdict).length;
  const caught = judged.size - count('survived');
  console.log(
    `\nmutants: ${caught} of ${judged.size} caught (${((100 * caught) / judged.size).toFixed(1)} %), of ${of}`,
  );
  for (const verdict of ['caught by a test', 'timed out', 'caught by the compiler', 'survived'] as const)
    console.log(`- ${verdict}: ${count(verdict)}`);
  console.log('\n| Where | What stands there | What survived |\n| --- | --- | --- |');
  for (const [mutant, verdict] of judged) if (verdict === 'survived') console.log(rowOf(mutant));
};

const parseOptions = () =>
  parseArgs({
    options: {
      sample: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      'at-once': { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
    },
  }).values;

const main = async (): Promise<void> => {
  const { sample, seed, 'at-once': atOnce, only } = parseOptions();
  await install();
  const [instrumented, plain] = [makeCopy(), makeCopy()];
  try {
    if (!(await compiles(plain))) throw new Error('without any mutant, the compiler refuses the code');
    const { of, chosen } = await instrument(instrumented, sample, seed);
    const mutants = chosen.filter((mutant) => rowOf(mutant).includes(only));
    const timeout = 2 * (await timeUnbroken(instrumented, mutants)) + SPARE_MILLISECONDS;
    const judged = await tryAll(instrumented, mutants, { atOnce: Number(atOnce), timeout });
    for (const [mutant, verdict] of judged)
      if (verdict === 'survived' && !(await mutantCompiles(plain, mutant)))
        judged.set(mutant, 'caught by the compiler');
    print(of, judged);
  } finally {
    for (const copy of [instrumented, plain]) rmSync(copy, { recursive: true });
  }
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
