import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CALLS_AT_ONCE } from '../lambda/reading/collect';
import { boto3Packages } from './boto3';
import { startServer } from './process';
import { BUILDS, ourReader, secondsOf, useServer } from './rate-limit';

/*
 * A first run over a service that refuses nothing and takes 30 ms for an answer, beside a program in Python that reads
 * the same with boto3 in ten threads. What either takes to start is not counted.
 */

const LATENCY = 30;
const ROUNDS = 5;
const PROGRAM = join(__dirname, 'boto3-program.py');

/** Prints a table: this collector and boto3, the median of some rounds in turns. */
export const measureNoLimit = async (): Promise<void> => {
  console.log(`\n### No limit: ${BUILDS} builds, ${LATENCY} ms for an answer\n`);
  const packages = await boto3Packages();
  const server = await startServer('rate-limited-server.ts', [Number.POSITIVE_INFINITY, 0, BUILDS, LATENCY]);
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    useServer(server.url);
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await secondsOf(ourReader(), CALLS_AT_ONCE));
      if (packages !== undefined) theirs.push(boto3Seconds(packages));
    }
  } finally {
    server.stop();
  }
  print(ours, theirs);
};

const boto3Seconds = (packages: string): number => {
  const env = { ...process.env, PYTHONPATH: packages, AWS_EC2_METADATA_DISABLED: 'true' };
  return Number(execFileSync('python3', [PROGRAM], { env, encoding: 'utf8' }));
};

const print = (ours: readonly number[], theirs: readonly number[]): void => {
  console.log('| reader | calls at once | first round s | median s | ratio |\n| --- | --- | --- | --- | --- |');
  const row = (name: string, atOnce: string, seconds: readonly number[], ratio: string): void =>
    console.log(`| ${name} | ${atOnce} | ${seconds[0]?.toFixed(2)} | ${median(seconds).toFixed(2)} | ${ratio} |`);
  const hasBoth = theirs.length > 0;
  row('this collector', `8 to ${CALLS_AT_ONCE}`, ours, hasBoth ? (median(ours) / median(theirs)).toFixed(3) : '');
  if (hasBoth) row('boto3, ten threads', '10', theirs, '1');
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
