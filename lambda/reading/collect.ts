import { forEachAtMost } from '../pool';
import { type RowFile, RowList } from '../snapshot/row-file';
import type { LastSnapshot } from '../snapshot/snapshot-layout';
import type { Source } from '../source/image-builder';
import { nameOf, type Target } from '../target';
import { collectTarget } from './collect-target';
import type { TargetResult } from './target-result';

/** How many targets are read at once. A target that hangs takes one of these places until its calls time out. */
const TARGETS_AT_ONCE = 128;
/** How many calls are under way at once within a target, at most: its client begins with fewer. */
export const CALLS_AT_ONCE = 32;
/** How many are under way in all, at most. Each has a connection, and a function of Lambda may open 1,024 files. */
const CALLS_IN_ALL = 768;

interface CollectOptions {
  /** In the order in which they begin. */
  readonly targets: readonly Target[];
  readonly source: Source;
  readonly lastSnapshot: LastSnapshot;
  readonly rowFile: RowFile;
  /** Aborts at the deadline: what has been learnt by then counts. */
  readonly signal: AbortSignal;
  readonly onResult: (result: TargetResult) => void;
}

/** Reads every target, many at a time, each inside its own error boundary. The results are by the target's name. */
export const collectTargets = async (options: CollectOptions): Promise<Map<string, TargetResult>> => {
  const { source, lastSnapshot, rowFile, signal } = options;
  const results = new Map<string, TargetResult>();
  const callsAtOnce = callsWithin(Math.min(TARGETS_AT_ONCE, options.targets.length));
  await forEachAtMost(TARGETS_AT_ONCE, options.targets, async (target) => {
    const result = await collectTarget({
      target,
      api: source.imageBuilder(target, signal),
      lastRows: lastSnapshot.blocks.get(nameOf(target))?.rows ?? RowList.empty,
      rowFile,
      signal,
      callsAtOnce,
    });
    results.set(nameOf(target), result);
    options.onResult(result);
  });
  blameCredentials(results);
  return results;
};

/** How many calls are under way at once within each of so many targets, so that all of them together are not too many. */
const callsWithin = (targets: number): number => Math.min(CALLS_AT_ONCE, Math.floor(CALLS_IN_ALL / targets));

/** A token that is not valid in any Region of an account is a bad token: no Region is to blame. */
const blameCredentials = (results: Map<string, TargetResult>): void => {
  const targets = new Map<string, number>();
  const disabled = new Map<string, number>();
  for (const { target, outcome } of results.values()) {
    targets.set(target.accountId, (targets.get(target.accountId) ?? 0) + 1);
    if (outcome === 'region_disabled') disabled.set(target.accountId, (disabled.get(target.accountId) ?? 0) + 1);
  }
  for (const [name, result] of results) {
    const regions = targets.get(result.target.accountId) ?? 0;
    const isBad = regions > 1 && disabled.get(result.target.accountId) === regions;
    if (isBad) results.set(name, deniedByCredentials(result, regions));
  }
};

const deniedByCredentials = (result: TargetResult, regions: number): TargetResult => ({
  ...result,
  outcome: 'denied',
  error: {
    code: result.error?.code ?? 'InvalidCredentials',
    message: `the credentials are not valid in any of the ${regions} Regions of account ${result.target.accountId}: ${result.error?.message ?? 'refused'}`,
  },
});
