import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Mutation, mutations } from './mutations';

/*
 * Breaks the source, one small committed mutation at a time, and sees whether the test that is named for it turns red:
 * npm run mutate [-- [--why] WORD …]. With words, only the mutations whose name holds one of them; --why tells what the
 * test said. A test that stays green, a text that is no longer found and a test that is no longer there all fail it.
 */

const ROOT = resolve(__dirname, '..');
const COPIED = [
  'cdk.json',
  'lambda',
  'lib',
  'local',
  'page',
  'test',
  'tools',
  'docs',
  'jest.config.json',
  '.swcrc',
  'package.json',
  'tsconfig.json',
];

type Verdict = 'killed' | 'survived' | 'timed out' | 'text not found' | 'test not found';

interface Judged {
  readonly mutation: Mutation;
  readonly verdict: Verdict;
  /** What the test said. */
  readonly reason: string;
  readonly seconds: number;
}

/** A copy of the project that may be broken. */
const makeCopy = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'mutate-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
};

interface JestResult {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs the named test in a copy. What became of it, and what it says of its failure. */
const runNamed = async (copy: string, { test }: Mutation): Promise<Pick<Judged, 'verdict' | 'reason'>> => {
  const output = join(copy, 'result.json');
  rmSync(output, { force: true });
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const named = [
    '--runInBand',
    '--testNamePattern',
    `${escaped(test.name)}$`,
    '--json',
    '--outputFile',
    output,
    test.file,
  ];
  // Jest ends with an error when a test fails, which is what is hoped for: the file says which.
  await promisify(execFile)(process.execPath, [jest, ...named], { cwd: copy, maxBuffer: 2 ** 28 }).catch(
    () => undefined,
  );
  const result: JestResult = JSON.parse(readFileSync(output, 'utf8'));
  const all = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = all.filter(({ fullName, status }) => fullName.endsWith(test.name) && status !== 'pending');
  const failed = ran.find(({ status }) => status === 'failed');
  const reason = failed?.failureMessages[0] ?? '';
  if (failed === undefined) return { verdict: ran.length === 0 ? 'test not found' : 'survived', reason };
  return { verdict: reason.includes('Exceeded timeout') ? 'timed out' : 'killed', reason };
};

const judge = async (copy: string, mutation: Mutation): Promise<Pick<Judged, 'verdict' | 'reason'>> => {
  const path = join(copy, mutation.file);
  const source = readFileSync(join(ROOT, mutation.file), 'utf8');
  if (source.split(mutation.text).length !== 2) return { verdict: 'text not found', reason: '' };
  writeFileSync(
    path,
    source.replace(mutation.text, () => mutation.broken),
  );
  try {
    return await runNamed(copy, mutation);
  } finally {
    writeFileSync(path, source);
  }
};

const timed = async (copy: string, mutation: Mutation): Promise<Judged> => {
  const started = performance.now();
  const judged = await judge(copy, mutation);
  return { mutation, ...judged, seconds: (performance.now() - started) / 1000 };
};

const print = ({ mutation, verdict, reason, seconds }: Judged, isTalkative: boolean): void => {
  const time = `${seconds.toFixed(1)} s`.padStart(7);
  const mark = verdict === 'killed' ? ' ' : '✗';
  console.log(`${mark} ${verdict.padEnd(14)} ${time}  ${mutation.promise.padEnd(30)}  ${mutation.name}`);
  if (isTalkative) console.log(`    ${mutation.test.name}\n    ${reason.split('\n').slice(0, 6).join('\n    ')}`);
};

const main = async (): Promise<void> => {
  const isTalkative = process.argv.includes('--why');
  const words = process.argv.slice(2).filter((word) => word !== '--why');
  const chosen = mutations.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const waiting = [...chosen];
  const judged: Judged[] = [];
  const work = async (): Promise<void> => {
    const copy = makeCopy();
    for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
      const result = await timed(copy, mutation);
      judged.push(result);
      print(result, isTalkative);
    }
    rmSync(copy, { recursive: true });
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const killed = judged.filter(({ verdict }) => verdict === 'killed').length;
  console.log(`\nmutations: ${killed} of ${judged.length} turned their test red`);
  if (killed < judged.length || judged.length === 0) process.exitCode = 1;
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
