import { type ScheduledTime, scheduledTimeOf } from '../../lambda/contract/scheduled-time';
import type { RunRequest } from '../../lambda/run';
import type { AccountScope } from '../../lambda/scope';
import { ACCOUNT_ID, type FakeOrganization, UNITS } from './organization/fake-organization';
import type { Random } from './random';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAYS_KEPT = 90;
const DAY = 24 * HOUR;

/** When a run is scheduled, what it is asked, and when the schedule (or somebody) invokes it. */
export interface ScheduledRun {
  readonly scheduledTime: ScheduledTime;
  readonly at: number;
  readonly request: RunRequest;
  readonly invokedAt: readonly number[];
  /** Nothing runs before this one for so long that the records of the last one expire. */
  readonly afterLongGap: boolean;
}

/** Draws a schedule: one to four runs, some on one day and some on the next, with duplicates and latecomers. */
export const drawSchedule = (
  random: Random,
  start: number,
  organization: FakeOrganization,
): readonly ScheduledRun[] => {
  const schedule: ScheduledRun[] = [];
  let at = start;
  let request = drawRequest(random, organization);
  for (let left = random.pick([1, 2, 2, 3, 3, 4]); left > 0; left--) {
    const afterLongGap = schedule.length > 0 && random.chance(0.12);
    at += afterLongGap ? (DAYS_KEPT + 10) * DAY : random.pick([2 * SECOND, 10 * MINUTE, HOUR, HOUR]);
    if (random.chance(0.3)) request = drawRequest(random, organization);
    const scheduledTime = scheduledTimeOf(at);
    schedule.push({
      scheduledTime,
      at,
      request: { ...request, scheduledTime },
      invokedAt: drawInvocations(random, at),
      afterLongGap,
    });
  }
  return schedule;
};

const drawRequest = (random: Random, organization: FakeOrganization): RunRequest => {
  const { accounts, others } = organization;
  const regions = organization.own.regions.map(({ name }) => name);
  const isForeign = others.length > 0 && random.chance(0.05);
  return {
    scheduledTime: scheduledTimeOf(0),
    // Somebody else, who was given the same lake.
    accountId: isForeign ? random.pick(others).id : ACCOUNT_ID,
    accounts: others.length === 0 ? 'self' : drawAccounts(random, organization),
    excludedAccounts: random.chance(0.1) ? [random.pick(accounts).id] : [],
    regions: random.chance(0.6) ? 'enabled' : random.shuffled(regions).slice(0, random.between(1, regions.length)),
    excludedRegions: random.chance(regions.length > 1 ? 0.15 : 0.02) ? [random.pick(regions)] : [],
    dropScope: random.pick(['any', 'few_accounts', 'few_accounts', 'many_accounts', 'none', 'none']),
  };
};

/** Mostly the organization or a part of it. */
const drawAccounts = (random: Random, { accounts }: FakeOrganization): AccountScope => {
  const ids = accounts.map(({ id }) => id);
  if (random.chance(0.1)) return 'self';
  if (random.chance(0.15)) return random.shuffled(ids).slice(0, random.between(1, ids.length));
  const units = random.chance(0.2) ? [random.pick([...UNITS, ...UNITS, 'ou-lake-gone'])] : [];
  return { units, excludedUnits: random.chance(0.15) ? [random.pick(UNITS)] : [] };
};

/** At least once, sometimes twice at a time, and sometimes long after. */
const drawInvocations = (random: Random, at: number): readonly number[] => {
  const invocations = [at + random.between(0, 500)];
  if (random.chance(0.35)) invocations.push(at + random.between(0, 1_500));
  if (random.chance(0.25))
    invocations.push(at + random.pick([5 * SECOND, 10 * MINUTE, HOUR + SECOND]) + random.between(0, 1_500));
  return invocations;
};
