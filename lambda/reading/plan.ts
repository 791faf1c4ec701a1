import { CLOCK_TOLERANCE_MILLISECONDS, isFuture, type ScheduledTime } from '../contract/scheduled-time';
import { ClockError, FutureRunError, PlanError, ScopeLossError } from '../errors';
import { withAdvice } from '../sdk/advice';
import { ReadError, type Source } from '../source/image-builder';
import { nameOf, type Target } from '../target';
import { compareUtf8 } from '../utf8-order';

/** A run of the future would be the newest for as long as its time has not come: no other could publish. */
export const checkScheduledTime = (time: ScheduledTime, now: number): void => {
  if (isFuture(time, now))
    throw new FutureRunError(
      `the scheduled time ${time} lies ahead of the clock (${new Date(now).toISOString()}); at most five minutes are allowed`,
    );
};

/**
 * A wrong clock publishes nothing: its run could be of the future.
 *
 * @param difference by how many milliseconds the lake's server is ahead of this machine, where it says so
 */
export const checkClock = (difference: number | undefined): void => {
  if (difference === undefined || Math.abs(difference) <= CLOCK_TOLERANCE_MILLISECONDS) return;
  const minutes = Math.round(Math.abs(difference) / 60_000);
  throw new ClockError(
    `the clock of this machine is ${minutes} minutes ${difference < 0 ? 'ahead of' : 'behind'} that of the lake's server; ` +
      'five are allowed. Nothing was published: set the clock right, and run it again',
  );
};

export interface Scope {
  readonly accountId: string;
  readonly regions: readonly string[] | 'enabled';
  readonly excludedRegions: readonly string[];
}

/** The targets of a run. What cannot be planned without losing targets silently throws a PlanError. */
export const planTargets = async (scope: Scope, source: Source): Promise<readonly Target[]> => {
  const regions = scope.regions === 'enabled' ? await enabledRegions(scope.accountId, source) : scope.regions;
  const excluded = new Set(scope.excludedRegions);
  const planned = [...new Set(regions)].filter((region) => !excluded.has(region)).sort(compareUtf8);
  if (planned.length === 0)
    throw new PlanError(`no Region is left to collect: ${regions.length} given or enabled, ${excluded.size} excluded`);
  return planned.map((region) => ({ accountId: scope.accountId, region }));
};

const enabledRegions = async (accountId: string, source: Source): Promise<readonly string[]> => {
  try {
    return await source.enabledRegions(accountId);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const problem = `the enabled Regions of account ${accountId} cannot be listed (${error.code}: ${error.message})`;
    throw new PlanError(withAdvice(problem, { code: error.code, message: error.message, purpose: 'regions' }), {
      cause: error,
    });
  }
};

/** Refuses a plan that lacks targets which the lake holds: their rows would leave the tables. */
export const checkScope = (planned: readonly Target[], held: readonly Target[]): void => {
  const names = new Set(planned.map(nameOf));
  const lost = held.map(nameOf).filter((name) => !names.has(name));
  if (lost.length > 0)
    throw new ScopeLossError(
      `the plan lacks ${lost.length} of the targets that the lake holds; their rows would leave the tables: ${lost.join(', ')}`,
    );
};

/** Refuses to replace the rows of other accounts by those of this one: the lake is somebody else's. */
export const checkAccount = (accountId: string, held: readonly Target[]): void => {
  const others = new Set(held.map((target) => target.accountId).filter((held) => held !== accountId));
  if (others.size > 0)
    throw new ScopeLossError(
      `the lake holds account ${[...others].join(', ')}, but this run collects ${accountId}; the rows of the others would leave the tables. Give each account a lake of its own`,
    );
};
