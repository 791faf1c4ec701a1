import { CLOCK_TOLERANCE_MILLISECONDS, isFuture, type ScheduledTime } from '../contract/scheduled-time';
import { ClockError, FutureRunError, PlanError } from '../errors';
import type { RegionScope, Scope } from '../scope';
import { withAdvice } from '../sdk/advice';
import { ReadError, type Source } from '../source/image-builder';
import type { Target } from '../target';
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

/** The targets of the collector's own account. What cannot be planned without losing targets silently throws a PlanError. */
export const planTargets = async (scope: Scope, source: Source): Promise<readonly Target[]> => {
  const { accountId } = scope;
  const regions = scope.regions === 'enabled' ? await enabledRegions(accountId, source) : scope.regions;
  const planned = regionsLeft(scope, regions);
  if (planned.length === 0) throw noRegionLeft(regions, scope);
  return planned.map((region) => ({ accountId, region }));
};

/** Those of the Regions given that the scope does not leave out, in order. */
export const regionsLeft = ({ regions, excludedRegions }: RegionScope, given: readonly string[]): readonly string[] => {
  const excluded = new Set(excludedRegions);
  const allowed = regions === 'enabled' ? undefined : new Set(regions);
  return [...new Set(given)]
    .filter((region) => !excluded.has(region) && (allowed === undefined || allowed.has(region)))
    .sort(compareUtf8);
};

/** Refuses a list of Regions of which none is left. */
export const checkRegions = (scope: RegionScope): void => {
  const { regions } = scope;
  if (regions !== 'enabled' && regionsLeft(scope, regions).length === 0) throw noRegionLeft(regions, scope);
};

const noRegionLeft = (given: readonly string[], { excludedRegions }: RegionScope): PlanError =>
  new PlanError(
    `no Region is left to collect: ${given.length} given or enabled, ${new Set(excludedRegions).size} excluded`,
  );

const enabledRegions = async (accountId: string, source: Source): Promise<readonly string[]> => {
  try {
    // Not ended by the deadline: without it there would be nothing to publish.
    return await source.enabledRegions(accountId, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const problem = `the enabled Regions of account ${accountId} cannot be listed (${error.code}: ${error.message})`;
    throw new PlanError(withAdvice(problem, { code: error.code, message: error.message, purpose: 'regions' }), {
      cause: error,
    });
  }
};
