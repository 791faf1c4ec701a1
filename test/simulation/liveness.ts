import { join } from 'node:path';
import { changeKey } from '../../lambda/contract/layout';
import { scheduledTimeOf } from '../../lambda/contract/scheduled-time';
import type { End } from './attempt/invocation';
import { cleanRequest, QUIET_MILLISECONDS } from './clean-request';
import { FaultInjector } from './faults/fault-injector';
import { Occurrences } from './occurrences';
import { Checker } from './promises/checker';
import type { Commit, PlannedTarget } from './promises/commit';
import type { RunHistory } from './promises/run-history';
import type { Random } from './random';
import { Simulator } from './simulator';
import type { Testbed } from './testbed';
import { Trace } from './trace';
import { promise } from './violation';
import { VirtualTime } from './virtual-time';

const never = promise('a lake is never wedged: after the faults, one clean run publishes');
const sameBytes = promise('same input, same bytes');
const noNoise = promise('no change, no noise');
const fewCalls = promise('few calls: what the list gives is not asked for again');

/** The share of the scenarios that have a twin, in which the same is read in another order and at another pace. */
const TWINS = 0.4;

/** When all is quiet: a clean run heals whatever there is, its twin gives the same bytes, and one more finds nothing new. */
export const checkLiveness = async (
  simulator: Simulator,
  runHistory: RunHistory,
  scratchFolder: string,
  random: Random,
): Promise<void> => {
  const twin = random.chance(TWINS) ? twinOf(simulator, runHistory, join(scratchFolder, 'twin'), random) : undefined;
  const clean = await runClean(simulator, runHistory);
  if (twin !== undefined) checkSameBytes(clean, await runClean(twin.simulator, twin.runHistory));
  const steady = await runClean(simulator, runHistory);
  noNoise(
    steady.change === undefined && simulator.testbed.lake.current(changeKey(steady.run)) === undefined,
    () => 'a run that found nothing new has changes',
  );
  for (const target of steady.plan) checkFewCalls(steady, target, simulator);
};

const checkSameBytes = (one: Commit, other: Commit): void => {
  sameBytes(one.snapshot.text === other.snapshot.text, () => 'two snapshots of the same account differ');
  sameBytes(one.change?.text === other.change?.text, () => 'two lists of changes of the same account differ');
};

const runClean = async (simulator: Simulator, runHistory: RunHistory): Promise<Commit> => {
  const { organization, time } = simulator.testbed;
  time.now += QUIET_MILLISECONDS;
  const scheduledTime = scheduledTimeOf(time.now);
  const ends: End[] = [];
  simulator.start({ request: cleanRequest(scheduledTime, organization), onEnd: (end) => ends.push(end) });
  await simulator.untilQuiet();
  const [end] = ends;
  const { last } = runHistory;
  never(
    end !== undefined && end !== 'crash' && 'result' in end && end.result.status === 'published',
    () => `the clean run ended with ${JSON.stringify(end)}`,
  );
  never(last !== undefined && last.run === scheduledTime, () => 'the clean run did not commit');
  if (last === undefined) throw new Error('unreachable');
  never(
    last.coverage.rows.every((row) => row['as_of'] === scheduledTime),
    () => 'a target is not fresh after the clean run',
  );
  return last;
};

const twinOf = ({ testbed: original }: Simulator, runHistory: RunHistory, scratchFolder: string, chance: Random) => {
  const time = new VirtualTime(original.time.now);
  const random = chance.fork();
  const occurrences = new Occurrences();
  const testbed: Testbed = {
    time,
    random,
    organization: original.organization,
    lake: original.lake.copy(),
    faults: new FaultInjector(random, occurrences),
    occurrences,
    trace: new Trace(time.now, false),
  };
  const copy = runHistory.copy(testbed.lake);
  return { simulator: new Simulator(testbed, new Checker(copy, testbed), scratchFolder), runHistory: copy };
};

/** In the steady state a list call for each page, and a GetWorkflow only where the list does not say enough. */
const checkFewCalls = (
  { log, run }: Commit,
  { name, accountId, region }: PlannedTarget,
  { testbed }: Simulator,
): void => {
  const { habits, builds } = testbed.organization.account(accountId).region(region);
  const isPlain =
    habits.summaryTags === 'always' && habits.summaryArn === 'build' && !habits.refusesListOfAll && !habits.emptyPages;
  if (!isPlain || builds.some(({ listed }) => !listed.current)) return;
  const calls = log.filter(({ target }) => target === name);
  const asked = calls.filter(
    ({ kind, failure }) => kind === 'get' && failure?.reason !== 'denied' && failure?.reason !== 'invalid_request',
  );
  fewCalls(asked.length === 0, () => `${asked.length} GetWorkflow calls in a steady run ${run} of ${name}`);
  const pages = Math.max(1, Math.ceil(builds.length / habits.pageSize));
  const lists = calls.filter(({ kind }) => kind === 'list').length;
  fewCalls(lists === pages, () => `${lists} list calls for ${builds.length} builds in pages of ${habits.pageSize}`);
};
