import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Mutation, mutations } from './mutations';

/*
 * Breaks the source, one small committed mutation at a time, and sees whether the test that is named for it turns red:
 * npm run mutate [-- WORD …] (only the mutations whose name holds one of the words). A test that stays green, a text
 * that is no longer found and a test that is no longer there all fail it.
 */

const ROOT = resolve(__dirname, '..');
const COPIED = ['lambda', 'local', 'test', 'tools', 'docs', 'jest.config.json', '.swcrc', 'package.json', 'tsconfig.json'];

type Verdict = 'killed' | 'survived' | 'text not found' | 'test not found';

interface Judged {
  readonly mutation: Mutation;
  readonly verdict: Verdict;
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
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs the named test in a copy: its status as jest gives it, or undefined where there is none. */
const statusOf = async (copy: string, { test }: Mutation): Promise<string | undefined> => {
  const output = join(copy, 'result.json');
  rmSync(output, { force: true });
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const named = ['--runInBand', '--testNamePattern', `${escaped(test.name)}$`, '--json', '--outputFile', output, test.file];
  // Jest ends with an error when a test fails, which is what is hoped for: the file says which.
  await promisify(execFile)(process.execPath, [jest, ...named], { cwd: copy, maxBuffer: 2 ** 28 }).catch(() => undefined);
  const result: JestResult = JSON.parse(readFileSync(output, 'utf8'));
  const results = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  return results.find(({ fullName, status }) => fullName.endsWith(test.name) && status !== 'pending')?.status;
};

const judge = async (copy: string, mutation: Mutation): Promise<Verdict> => {
  const path = join(copy, mutation.file);
  const source = readFileSync(join(ROOT, mutation.file), 'utf8');
  if (source.split(mutation.text).length !== 2) return 'text not found';
  writeFileSync(path, source.replace(mutation.text, () => mutation.broken));
  try {
    const status = await statusOf(copy, mutation);
    if (status === undefined) return 'test not found';
    return status === 'failed' ? 'killed' : 'survived';
  } finally {
    writeFileSync(path, source);
  }
};

const timed = async (copy: string, mutation: Mutation): Promise<Judged> => {
  const started = performance.now();
  const verdict = await judge(copy, mutation);
  return { mutation, verdict, seconds: (performance.now() - started) / 1000 };
};

const print = ({ mutation, verdict, seconds }: Judged): void => {
  const time = `${seconds.toFixed(1)} s`.padStart(7);
  console.log(`${verdict === 'killed' ? ' ' : '✗'} ${verdict.padEnd(15)} ${time}  ${mutation.promise.padEnd(22)} ${mutation.name}`);
};

const main = async (): Promise<void> => {
  const words = process.argv.slice(2);
  const chosen = mutations.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const waiting = [...chosen];
  const judged: Judged[] = [];
  const work = async (): Promise<void> => {
    const copy = makeCopy();
    for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
      const result = await timed(copy, mutation);
      judged.push(result);
      print(result);
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
