import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { createInjector } from 'typed-inject';

/*
 * Puts all mutants that Stryker knows into the files of a folder, switched off, and chooses some of them by a seed:
 * node instrument.mjs FOLDER SAMPLE SEED, from the folder that the files are to be named from. Prints the choice.
 */

const [folder, sample, seed] = process.argv.slice(2);

const ignore = () => undefined;
const silent = { isDebugEnabled: () => false, isTraceEnabled: () => false, debug: ignore, info: ignore, warn: ignore };

const files = globSync(`${folder}/**/*.ts`)
  .sort()
  .map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
const originals = new Map(files.map(({ name, content }) => [name, content]));

/** Stryker counts lines and columns from 0. */
const offsetOf = (text, { line, column }) =>
  text.split('\n', line).reduce((sum, { length }) => sum + length + 1, 0) + column;

const describe = ({ id, fileName, mutatorName, replacement, location }) => {
  const text = originals.get(fileName);
  const [start, end] = [offsetOf(text, location.start), offsetOf(text, location.end)];
  const where = { file: fileName, line: location.start.line + 1, start, end };
  return { id, ...where, mutator: mutatorName, original: text.slice(start, end), replacement };
};

/** By what a mutant is, not by its number: where the code changes, most of the choice stays. */
const rankOf = ({ file, start, end, replacement }) => {
  const text = originals.get(file);
  const context = text.slice(Math.max(0, start - 100), end + 100);
  return createHash('sha256').update([seed, file, context, replacement].join('\n')).digest('hex');
};

const context = createInjector().provideValue('options', {}).provideValue('logger', silent);
const { files: instrumented, mutants } = await context
  .injectFunction(createInstrumenter)
  .instrument(files, { ignorers: [], plugins: null, excludedMutations: [] });

for (const { name, content } of instrumented) writeFileSync(name, content);
const chosen = mutants
  .map(describe)
  .map((mutant) => ({ ...mutant, rank: rankOf(mutant) }))
  .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  .slice(0, Number(sample))
  .map(({ rank, ...mutant }) => mutant);
process.stdout.write(JSON.stringify({ of: mutants.length, chosen }));
