import { join } from 'node:path';
import { PlanError, StoppedError } from './errors';
import { type Attempt, makeAttempt } from './publishing/attempt';
import { coverageOf, stalestAccountsFirst, stalestFirst } from './publishing/coverage';
import { heldTargets, type LastRun, readLastRun } from './publishing/last-run';
import type { Newest } from './publishing/newest';
import { unreadableSteps } from './publishing/step-file';
import { collectTargets } from './reading/collect';
import { withDeadline } from './reading/deadline';
import { type OpenedAccounts, openAccounts } from './reading/open-accounts';
import { checkRegions, planTargets } from './reading/plan';
import { type PlannedAccounts, planAccounts } from './reading/planned-accounts';
import { checkAccounts, checkCollector, checkScope } from './reading/scope-loss';
import type { TargetResult } from './reading/target-result';
import type { RunPorts } from './run-ports';
import type { RunRequest } from './run-request';
import { BrokenStepsError } from './snapshot/last-steps';
import { RowFile } from './snapshot/row-file';
import { EVERY_REGION, nameOf, type Target } from './target';

export type Collected =
  | { readonly answer: 'collected'; readonly attempt: Attempt }
  /** The snapshot that it was to be built on has been replaced in the meantime. */
  | { readonly answer: 'replaced' };

/** Everything up to the commit: plans, reads every target, and merges what was read with the newest snapshot. */
export const collectRun = async (
  request: RunRequest,
  ports: RunPorts,
  newest: Newest,
  signal: AbortSignal | undefined,
): Promise<Collected> => {
  const { lake, scratchFolder, report } = ports;
  const accounts = await listAccounts(request, ports, signal);
  const rowFile = new RowFile(join(scratchFolder, 'rows.ndjson'));
  try {
    const found = await readLastRun({ lake, newest, rowFile, scratchFolder });
    if (found.answer === 'replaced') return found;
    const { last } = found;
    const results = await readTargets({ request, ports, accounts, last, rowFile, signal });
    throwIfStopped(signal);
    report({ event: 'merging' });
    const { scheduledTime: run, accountId } = request;
    const attempt = await makeAttempt({ run, accountId, last, results, rowFile, scratchFolder });
    return { answer: 'collected', attempt };
  } catch (error) {
    throw error instanceof BrokenStepsError ? unreadableSteps(lake, error) : error;
  } finally {
    rowFile.close();
  }
};

export const throwIfStopped = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new StoppedError('stopped before the commit: the lake holds what it held before');
};

const listAccounts = async (
  request: RunRequest,
  { clock, source }: RunPorts,
  caller: AbortSignal | undefined,
): Promise<PlannedAccounts> => {
  const planned = withDeadline({ clock, deadline: request.deadline, caller }, (signal) =>
    planAccounts(request, source, signal),
  );
  return planned.catch((error: unknown) => {
    throwIfStopped(caller);
    throw error;
  });
};

interface Reading {
  readonly request: RunRequest;
  readonly ports: RunPorts;
  readonly accounts: PlannedAccounts;
  readonly last: LastRun;
  readonly rowFile: RowFile;
  readonly signal: AbortSignal | undefined;
}

const readTargets = async (reading: Reading): Promise<ReadonlyMap<string, TargetResult>> => {
  const { last, rowFile } = reading;
  const { clock, report, source } = reading.ports;
  const { deadline, scheduledTime } = reading.request;
  const planned = await planReading(reading);
  const { targets, settled } = planned;
  const total = targets.length + settled.length;
  report({ event: 'planned', targets: total, ...scopeOf(planned), lastRows: last.snapshot.rows });
  let done = 0;
  const onResult = (result: TargetResult): void => {
    const coverage = coverageOf(scheduledTime, result, last);
    report({ event: 'target', coverage, done: ++done, targets: total });
  };
  for (const result of settled) onResult(result);
  const results = await withDeadline({ clock, deadline, caller: reading.signal }, (signal) =>
    collectTargets({ targets, source, lastSnapshot: last.snapshot, rowFile, signal, onResult }),
  );
  for (const result of settled) results.set(nameOf(result.target), result);
  return results;
};

const scopeOf = ({ targets, settled }: PlannedReading) => ({
  accounts: new Set(targets.map(({ accountId }) => accountId)).size,
  notOpened: settled.filter(({ target, error }) => target.region === EVERY_REGION && error !== undefined).length,
  regions: new Set(targets.map(({ region }) => region)).size,
});

interface PlannedReading {
  readonly targets: readonly Target[];
  /** Of accounts in which nothing can, or is to, be read. */
  readonly settled: readonly TargetResult[];
}

/** What there is to read, stalest first. What would leave the lake without anybody having meant it throws. */
const planReading = async (reading: Reading): Promise<PlannedReading> => {
  const { request, accounts, last } = reading;
  const held = heldTargets(last);
  if (request.dropScope !== 'any') checkCollector(request.accountId, last.collector, held);
  if (request.dropScope === 'few_accounts') checkAccounts(accounts, held);
  const { targets, unopened, empty } = await openPlanned(reading, held);
  throwIfStopped(reading.signal);
  const settled = [...unopened, ...empty];
  if (request.dropScope === 'none') checkScope([...targets, ...settled.map(({ target }) => target)], held);
  return { targets: stalestFirst(targets, last.coverage), settled };
};

const openPlanned = async (reading: Reading, held: readonly Target[]): Promise<OpenedAccounts> => {
  const { request, accounts, last } = reading;
  const { clock, report, source } = reading.ports;
  const isOwnAlone = (request.accounts ?? 'self') === 'self';
  if (isOwnAlone) return { targets: await planTargets(request, source), unopened: [], empty: [] };
  checkRegions(request);
  const accountIds = ownFirst(stalestAccountsFirst(accounts.accountIds, last.coverage), request.accountId);
  report({ event: 'opening', accounts: accountIds.length });
  const deadline = halfway(clock.monotonic(), request.deadline);
  const opened = await withDeadline({ clock, deadline, caller: reading.signal }, (signal) =>
    openAccounts({ accountIds, scope: request, source, held, signal }),
  );
  if (opened.targets.length + opened.unopened.length === 0)
    throw new PlanError(`no Region is left to collect in any of the ${accountIds.length} accounts: all are excluded`);
  return opened;
};

/** The collector's own account needs no STS: it is opened before one that is silent, or slow, is given up. */
const ownFirst = (accountIds: readonly string[], own: string): readonly string[] =>
  accountIds.toSorted((one, other) => Number(other === own) - Number(one === own));

/** A slow STS leaves half of the time for those accounts that it opened. The others come first in the next run. */
const halfway = (now: number, deadline: number | undefined): number | undefined =>
  deadline === undefined ? undefined : now + (deadline - now) / 2;
