import { type ScheduledTime, scheduledTimeOf } from '../../lambda/contract/scheduled-time';
import type { RunRequest } from '../../lambda/run';
import { ACCOUNT_ID } from './account/fake-account';
import type { Random } from './random';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAYS_KEPT = 90;
const DAY = 24 * HOUR;

/** When a run is scheduled, what it is asked, and when the schedule (or somebody) invokes it. */
export interface ScriptedRun {
  readonly scheduledTime: ScheduledTime;
  readonly at: number;
  readonly request: RunRequest;
  readonly invokedAt: readonly number[];
  /** Nothing runs before this one for so long that the records of the last one expire. */
  readonly afterLongSilence: boolean;
}

/** Draws the schedule of a world: one to four runs, some on one day and some on the next, with duplicates and latecomers. */
export const drawScript = (random: Random, start: number, regions: readonly string[]): readonly ScriptedRun[] => {
  const script: ScriptedRun[] = [];
  let at = start;
  let request = drawRequest(random, regions);
  for (let left = random.pick([1, 2, 2, 3, 3, 4]); left > 0; left--) {
    const afterLongSilence = script.length > 0 && random.chance(0.12);
    at += afterLongSilence ? (DAYS_KEPT + 10) * DAY : random.pick([2 * SECOND, 10 * MINUTE, HOUR, HOUR]);
    if (random.chance(0.3)) request = drawRequest(random, regions);
    const scheduledTime = scheduledTimeOf(at);
    script.push({
      scheduledTime,
      at,
      request: { ...request, scheduledTime },
      invokedAt: drawInvocations(random, at),
      afterLongSilence,
    });
  }
  return script;
};

const drawRequest = (random: Random, regions: readonly string[]): RunRequest => ({
  scheduledTime: scheduledTimeOf(0),
  accountId: ACCOUNT_ID,
  regions: random.chance(0.6) ? 'enabled' : random.shuffled(regions).slice(0, random.between(1, regions.length)),
  excludedRegions: random.chance(0.1) ? [random.pick(regions)] : [],
  dropScope: random.chance(0.6),
});

/** At least once, sometimes twice at a time, and sometimes long after. */
const drawInvocations = (random: Random, at: number): readonly number[] => {
  const invocations = [at + random.between(0, 500)];
  if (random.chance(0.35)) invocations.push(at + random.between(0, 1_500));
  if (random.chance(0.25))
    invocations.push(at + random.pick([5 * SECOND, 10 * MINUTE, HOUR + SECOND]) + random.between(0, 1_500));
  return invocations;
};
