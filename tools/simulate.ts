import { parseArgs } from 'node:util';
import { Occurrences } from '../test/simulation/occurrences';
import { simulate } from '../test/simulation/simulation';

const USAGE = `usage: npm run simulate -- --seeds N [--from S]   simulates N seeds, and stops at the first that breaks a promise
       npm run simulate -- --seed S                replays one seed, step by step`;

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

const replay = async (seed: number): Promise<number> => {
  const { lines, broken } = await simulate(seed, { keepLines: true });
  for (const line of lines) console.log(line);
  if (broken === undefined) console.log(`seed ${seed}: every promise was kept`);
  else console.log(`seed ${seed} broke a promise: ${broken.promise}\n  ${broken.problem}`);
  return broken === undefined ? 0 : 1;
};

const simulateMany = async (from: number, count: number): Promise<number> => {
  const occurrences = new Occurrences();
  const began = Date.now();
  for (let seed = from; seed < from + count; seed++) {
    const result = await simulate(seed);
    occurrences.add(result.occurrences);
    if (result.broken === undefined) continue;
    console.log(`seed ${seed} broke a promise: ${result.broken.promise}\n  ${result.broken.problem}`);
    console.log(`step by step: npm run simulate -- --seed ${seed}`);
    return 1;
  }
  for (const line of occurrences.table()) console.log(line);
  console.log(`${count} seeds from ${from}: every promise was kept (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return 0;
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, seeds: { type: 'string' }, from: { type: 'string' } },
  });
  const seed = number(values.seed);
  if (seed !== undefined) return replay(seed);
  const seeds = number(values.seeds);
  if (seeds !== undefined) return simulateMany(number(values.from) ?? 1, seeds);
  console.error(USAGE);
  return 2;
};

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exitCode = 2;
  },
);
