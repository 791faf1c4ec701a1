import { join } from 'node:path';
import { StoppedError } from './errors';
import { type Attempt, makeAttempt } from './publishing/attempt';
import { coverageOf, stalestFirst } from './publishing/coverage';
import { heldTargets, type LastRun, readLastRun } from './publishing/last-run';
import type { Newest } from './publishing/newest';
import { collectTargets } from './reading/collect';
import { withDeadline } from './reading/deadline';
import { checkAccount, checkScope, planTargets } from './reading/plan';
import type { TargetResult } from './reading/target-result';
import type { RunPorts } from './run-ports';
import type { RunRequest } from './run-request';
import { RowFile } from './snapshot/row-file';
import type { Target } from './target';

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
  const { lake, source, scratchFolder, report } = ports;
  const targets = await planTargets(request, source);
  const rowFile = new RowFile(join(scratchFolder, 'rows.ndjson'));
  try {
    const found = await readLastRun({ lake, newest, rowFile, scratchFolder });
    if (found.answer === 'replaced') return found;
    const { last } = found;
    checkPlan(request, targets, heldTargets(last));
    const results = await readTargets({ request, ports, targets, last, rowFile, signal });
    throwIfStopped(signal);
    report({ event: 'merging' });
    const attempt = await makeAttempt({ run: request.scheduledTime, last, results, rowFile, scratchFolder });
    return { answer: 'collected', attempt };
  } finally {
    rowFile.close();
  }
};

export const throwIfStopped = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new StoppedError('stopped before the commit: the lake holds what it held before');
};

const checkPlan = ({ dropScope, accountId }: RunRequest, planned: readonly Target[], held: readonly Target[]): void => {
  if (dropScope === 'none') checkScope(planned, held);
  if (dropScope === 'regions') checkAccount(accountId, held);
};

interface Reading {
  readonly request: RunRequest;
  readonly ports: RunPorts;
  readonly targets: readonly Target[];
  readonly last: LastRun;
  readonly rowFile: RowFile;
  readonly signal: AbortSignal | undefined;
}

const readTargets = (reading: Reading): Promise<ReadonlyMap<string, TargetResult>> => {
  const { last, rowFile } = reading;
  const { clock, report, source } = reading.ports;
  const { deadline, scheduledTime } = reading.request;
  const targets = stalestFirst(reading.targets, last.coverage);
  report({ event: 'planned', targets: targets.length, lastRows: last.snapshot.rows });
  let done = 0;
  const onResult = (result: TargetResult): void => {
    const coverage = coverageOf(scheduledTime, result, last);
    report({ event: 'target', coverage, done: ++done, targets: targets.length });
  };
  return withDeadline({ clock, deadline, caller: reading.signal }, (signal) =>
    collectTargets({ targets, source, lastSnapshot: last.snapshot, rowFile, signal, onResult }),
  );
};
