import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureBundle } from './bundle';
import type { RunCost } from './measured-run';
import { measureNoLimit } from './no-limit';
import { measureOpening, measureOrganization, measureWholeOrganization } from './organization-cost';
import { runScript } from './process';
import { measureAll } from './rate-limit';
import { costOfOneChange, costOfTwoRuns } from './run-cost';
import { head, row } from './table';

/*
 * npm run bench                      every measurement but the largest two
 * npm run bench -- --only calls …    some: calls, merge, memory, unchanged, steps, targets, organization, opening, bundle,
 *                                    rate, no-limit; all-targets and whole-organization (340,000 targets, over ten minutes
 *                                    each)
 *
 * Ratios are within one run, on one machine: compare them, not the seconds, with those of another.
 */

const rounded = (value: number, digits = 2): string => value.toFixed(digits);

const calls = async (): Promise<void> => {
  head(
    'Calls',
    'builds per target',
    'list calls',
    'ceil(builds / 25)',
    'GetWorkflow, first run',
    'GetWorkflow, steady',
  );
  for (const builds of [0, 1, 25, 26, 500]) {
    const targets = 4;
    const { cold, steady } = await costOfTwoRuns({ targets, buildsPerTarget: builds, documentBytes: 1_000 });
    const needed = Math.max(1, Math.ceil(builds / 25));
    row(builds, steady.listCalls / targets, needed, cold.getCalls / targets, steady.getCalls / targets);
  }
};

const merge = async (): Promise<void> => {
  head('Merge, encode and gzip of rows in hand', 'rows', 'MB', 'floor MB/s', 'ours MB/s', 'ratio');
  for (const [rows, bytes] of [
    [10_000, 16_000],
    [50_000, 1_000],
  ] as const) {
    const result = JSON.parse(await runScript('merge.ts', [rows, bytes, 7]));
    row(
      rows,
      rounded(result.megabytes, 0),
      rounded(result.floorPerSecond, 1),
      rounded(result.oursPerSecond, 1),
      rounded(result.ratio),
    );
  }
};

const memory = async (): Promise<void> => {
  head('Memory: rows of 16 KB, 500 to a target', 'rows', 'run', 'peak RSS MB', 'wall s', 'CPU s');
  const print = (name: string, { rows, peakMegabytes, seconds, cpuSeconds }: RunCost): void =>
    row(rows, name, rounded(peakMegabytes, 0), rounded(seconds, 0), rounded(cpuSeconds, 0));
  for (const targets of [200, 400]) {
    const { cold, steady } = await costOfTwoRuns({ targets, buildsPerTarget: 500, documentBytes: 16_000 });
    print('first', cold);
    print('steady', steady);
  }
};

const unchanged = async (): Promise<void> => {
  head('Nothing changed, beside one tag: rows of 16 KB', 'rows', 'unchanged, CPU s', 'one tag, CPU s', 'ratio');
  for (const targets of [40, 200]) {
    const { none, one } = await costOfOneChange({ targets, buildsPerTarget: 500, documentBytes: 16_000 });
    row(one.rows, rounded(none.cpuSeconds, 1), rounded(one.cpuSeconds, 1), rounded(none.cpuSeconds / one.cpuSeconds));
  }
};

const steps = async (): Promise<void> => {
  head('A document to its steps', 'document', 'KB', 'bare js-yaml, ms', 'ours, ms', 'documents/s', 'ratio');
  for (const [syntax, count] of [
    ['yaml', 6],
    ['json', 6],
    ['yaml', 150],
  ] as const) {
    const result = JSON.parse(await runScript('steps.ts', [syntax, count, 30]));
    row(
      syntax,
      rounded(result.kilobytes, 1),
      rounded(result.bareMilliseconds, 3),
      rounded(result.milliseconds, 3),
      rounded(result.perSecond, 0),
      rounded(result.ratio),
    );
  }
};

const manyTargets = async (targets: number): Promise<void> => {
  head(`${targets} empty targets, 60 ms latency, one core`, 'run', 'wall s', 'CPU s', 'peak RSS MB');
  const options = { targets, buildsPerTarget: 0, documentBytes: 0, latencyMilliseconds: 60, oneCore: true };
  const { cold, steady } = await costOfTwoRuns(options);
  for (const [name, cost] of Object.entries({ first: cold, steady }))
    row(name, rounded(cost.seconds, 1), rounded(cost.cpuSeconds, 1), rounded(cost.peakMegabytes, 0));
};

const sections: Readonly<Record<string, () => Promise<void>>> = {
  calls,
  merge,
  memory,
  unchanged,
  steps,
  targets: () => manyTargets(17_000),
  'all-targets': () => manyTargets(340_000),
  organization: measureOrganization,
  opening: measureOpening,
  'whole-organization': measureWholeOrganization,
  bundle: measureBundle,
  rate: () => measureAll(),
  'no-limit': measureNoLimit,
};

/** Too long for every day. */
const LARGEST = new Set(['all-targets', 'whole-organization']);

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const chosen = values.only ?? Object.keys(sections).filter((name) => !LARGEST.has(name));
  const [cpu] = cpus();
  console.log(
    `${cpu?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  for (const name of chosen) {
    const section = sections[name];
    if (section === undefined) throw new Error(`no measurement ${name}; there are ${Object.keys(sections).join(', ')}`);
    await section();
  }
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
