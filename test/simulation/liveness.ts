import { join } from 'node:path';
import { changeKey } from '../../lambda/contract/layout';
import { scheduledTimeOf } from '../../lambda/contract/scheduled-time';
import type { End } from './attempt/invocation';
import { cleanRequest, QUIET_MILLISECONDS } from './clean-request';
import { Fates } from './faults/fault-injector';
import { Tally } from './occurrences';
import { Watch } from './promises/checker';
import type { Commit } from './promises/commit';
import type { Chronicle } from './promises/run-history';
import type { Random } from './random';
import { World } from './simulator';
import type { Testbed } from './testbed';
import { Trace } from './trace';
import { promise } from './violation';
import { VirtualTime } from './virtual-time';

const never = promise('a lake is never wedged: after the faults, one clean run publishes');
const sameBytes = promise('same input, same bytes');
const noNoise = promise('no change, no noise');
const fewCalls = promise('few calls: what the list gives is not asked for again');

/** How many worlds have a twin, in which the same is read in another order and at another pace. */
const TWINS = 0.4;

/** When all is quiet: a clean run heals whatever there is, its twin gives the same bytes, and one more finds nothing new. */
export const playFinale = async (
  world: World,
  chronicle: Chronicle,
  scratchFolder: string,
  random: Random,
): Promise<void> => {
  const twin = random.chance(TWINS) ? twinOf(world, chronicle, join(scratchFolder, 'twin'), random) : undefined;
  const clean = await runClean(world, chronicle);
  if (twin !== undefined) checkSameBytes(clean, await runClean(twin.world, twin.chronicle));
  const steady = await runClean(world, chronicle);
  noNoise(
    steady.change === undefined && world.testbed.lake.current(changeKey(steady.run)) === undefined,
    () => 'a run that found nothing new has changes',
  );
  for (const region of world.testbed.account.regions) checkFewCalls(steady, region.name, world);
};

const checkSameBytes = (one: Commit, other: Commit): void => {
  sameBytes(one.snapshot.text === other.snapshot.text, () => 'two snapshots of the same account differ');
  sameBytes(one.change?.text === other.change?.text, () => 'two lists of changes of the same account differ');
};

const runClean = async (world: World, chronicle: Chronicle): Promise<Commit> => {
  const { time } = world.testbed;
  time.now += QUIET_MILLISECONDS;
  const scheduledTime = scheduledTimeOf(time.now);
  const ends: End[] = [];
  world.start({ request: cleanRequest(scheduledTime), onEnd: (end) => ends.push(end) });
  await world.untilQuiet();
  const [end] = ends;
  const { last } = chronicle;
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

const twinOf = ({ testbed: original }: World, chronicle: Chronicle, scratchFolder: string, chance: Random) => {
  const time = new VirtualTime(original.time.now);
  const random = chance.fork();
  const tally = new Tally();
  const testbed: Testbed = {
    time,
    random,
    account: original.account,
    lake: original.lake.copy(),
    fates: new Fates(random, tally),
    tally,
    trace: new Trace(time.now, false),
  };
  const copy = chronicle.copy(testbed.lake);
  return { world: new World(testbed, new Watch(copy, testbed), scratchFolder), chronicle: copy };
};

/** In the steady state a list call for each page, and a GetWorkflow only where the list does not say enough. */
const checkFewCalls = ({ log, run }: Commit, name: string, world: World): void => {
  const { habits, alive } = world.testbed.account.region(name);
  const isPlain =
    habits.summaryTags === 'always' && habits.summaryArn === 'build' && !habits.refusesListOfAll && !habits.emptyPages;
  if (!isPlain || alive.some(({ listed }) => !listed.current)) return;
  const calls = log.filter(({ region }) => region === name);
  const asked = calls.filter(
    ({ kind, failure }) => kind === 'get' && failure?.reason !== 'denied' && failure?.reason !== 'invalid_request',
  );
  fewCalls(asked.length === 0, () => `${asked.length} GetWorkflow calls in a steady run ${run} of ${name}`);
  const pages = Math.max(1, Math.ceil(alive.length / habits.pageSize));
  const lists = calls.filter(({ kind }) => kind === 'list').length;
  fewCalls(lists === pages, () => `${lists} list calls for ${alive.length} builds in pages of ${habits.pageSize}`);
};
