import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock';
import type { Manifest } from './contract/manifest';
import { isRead, OUTCOMES } from './contract/outcome';
import type { ScheduledTime } from './contract/scheduled-time';
import { CollectorError, LakeError, OvertakenError, StoppedError } from './errors';
import type { Lake } from './lake/lake';
import { apply } from './publishing/apply';
import { type Attempt, makeAttempt } from './publishing/attempt';
import { commit, stage } from './publishing/commit';
import { coverageOf, stalestFirst } from './publishing/coverage';
import { type Current, readCurrent } from './publishing/current';
import { heldTargets, type LastRun, noLastRun, readLastRun } from './publishing/last-run';
import { readManifest } from './publishing/records';
import { collectTargets } from './reading/collect';
import { withDeadline } from './reading/deadline';
import { checkAccount, checkScheduledTime, checkScope, planTargets, type Scope } from './reading/plan';
import type { TargetResult } from './reading/target-result';
import type { Reporter } from './run-event';
import { NothingReadError, type RunResult } from './run-result';
import { RowFile } from './snapshot/row-file';
import type { Source } from './source/image-builder';
import type { Target } from './target';

export type { RunResult } from './run-result';

export interface RunRequest extends Scope {
  readonly scheduledTime: ScheduledTime;
  /**
   * Whether targets that the lake holds may be dropped from it, because the plan lacks them: never, any, or those of the
   * planned account.
   */
  readonly dropScope: boolean | 'regions';
  /** When reading must stop, in milliseconds since 1970; what has been learnt by then is published. */
  readonly deadline?: number | undefined;
}

export interface RunPorts {
  readonly lake: Lake;
  readonly source: Source;
  readonly clock: Clock;
  /** A folder of this run's own: created, used and removed again. */
  readonly scratchFolder: string;
  readonly report: Reporter;
}

/** The newest snapshot may be replaced while it is being read; so often in a row, something is wrong. */
const TRIES = 5;

/**
 * Collects, merges and publishes one run. Throws a CollectorError where nothing could be published, and a
 * NothingReadError where the run is published but no target could be read.
 *
 * @param signal stops the run before its commit (StoppedError); after the commit it has no effect
 */
export const run = async (request: RunRequest, ports: RunPorts, signal?: AbortSignal): Promise<RunResult> => {
  checkScheduledTime(request.scheduledTime, ports.clock.now());
  mkdirSync(ports.scratchFolder, { recursive: true });
  try {
    return throwIfNothingRead(await new Run(request, ports, signal).publish());
  } finally {
    rmSync(ports.scratchFolder, { recursive: true, force: true });
  }
};

/**
 * One run, from reading what the lake holds to the announcement. docs/decisions/0006-publishing-protocol.md gives the
 * reasons.
 */
class Run {
  private attempt: Attempt | undefined;
  /** Why the commit was not answered. */
  private failure: unknown;

  constructor(
    private readonly request: RunRequest,
    private readonly ports: RunPorts,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async publish(): Promise<RunResult> {
    for (let tries = 0; tries < TRIES; tries++) {
      const current = await readCurrent(this.ports.lake, this.ports.clock);
      const manifest = current && (await this.recover(current));
      const ended = current && this.endAt(current, manifest);
      if (ended !== undefined) return ended;
      // A commit whose answer never came may still land: only the next run can tell.
      if (this.attempt !== undefined) throw this.overtaken(current);
      this.attempt = await this.collect(current, manifest);
      if (this.attempt === undefined) continue;
      this.throwIfStopped();
      const committed = await this.commit(this.attempt, current);
      if (committed !== undefined) return this.announce(this.attempt, committed);
    }
    throw new LakeError(
      `${this.ports.lake.location}: the newest snapshot was replaced ${TRIES} times while it was being read`,
    );
  }

  /** Finishes the publication of the newest run, where whoever committed it did not. */
  private async recover(current: Current): Promise<Manifest | undefined> {
    const { lake, report } = this.ports;
    const manifest = await readManifest(lake, current.run);
    if (manifest !== undefined) return manifest;
    report({ event: 'recovering', run: current.run });
    const recovered = await apply(this.ports, current);
    if (recovered === undefined) report({ event: 'records_lost', run: current.run });
    return recovered;
  }

  /** Whether the newest run leaves nothing to do: it is this one, or a later one. */
  private endAt(current: Current, manifest: Manifest | undefined): RunResult | undefined {
    const { scheduledTime } = this.request;
    if (current.run < scheduledTime) return undefined;
    if (current.run > scheduledTime) return { run: scheduledTime, status: 'overtaken', coverage: [] };
    const isOurs = current.id === this.attempt?.id;
    return {
      run: scheduledTime,
      status: isOurs ? 'published' : 'already_published',
      manifest,
      coverage: isOurs ? (this.attempt?.coverage ?? []) : [],
    };
  }

  private overtaken(current: Current | undefined): OvertakenError {
    const found = current === undefined ? 'no snapshot' : `the snapshot of ${current.run}`;
    const reason = this.failure instanceof CollectorError ? ` (${this.failure.message})` : '';
    return new OvertakenError(
      `${this.ports.lake.location}: the commit of ${this.request.scheduledTime} did not take place${reason}; the lake holds ${found}. Run it again`,
      { cause: this.failure },
    );
  }

  /** Everything up to the commit; undefined where the snapshot that it builds on was replaced in the meantime. */
  private async collect(current: Current | undefined, manifest: Manifest | undefined): Promise<Attempt | undefined> {
    const { lake, source, scratchFolder } = this.ports;
    const targets = await planTargets(this.request, source);
    const rowFile = new RowFile(join(scratchFolder, 'rows.ndjson'));
    try {
      const last = current ? await readLastRun(lake, current, manifest, rowFile, scratchFolder) : noLastRun;
      if (last === undefined) return undefined;
      const held = heldTargets(last);
      if (!this.request.dropScope) checkScope(targets, held);
      if (this.request.dropScope === 'regions') checkAccount(this.request.accountId, held);
      const results = await this.read(stalestFirst(targets, last.coverage), last, rowFile);
      this.throwIfStopped();
      this.ports.report({ event: 'merging' });
      return await makeAttempt({ run: this.request.scheduledTime, last, results, rowFile, scratchFolder });
    } finally {
      rowFile.close();
    }
  }

  private read(targets: readonly Target[], last: LastRun, rowFile: RowFile) {
    const { clock, report, source } = this.ports;
    const { deadline, scheduledTime } = this.request;
    report({ event: 'planned', targets: targets.length, baseRows: last.base.rows });
    let done = 0;
    const onResult = (result: TargetResult): void => {
      const coverage = coverageOf(scheduledTime, result, last);
      report({ event: 'target', coverage, done: ++done, targets: targets.length });
    };
    return withDeadline(clock, deadline, this.signal, (signal) =>
      collectTargets({ targets, source, base: last.base, rowFile, signal, onResult }),
    );
  }

  private async commit(attempt: Attempt, base: Current | undefined): Promise<Current | undefined> {
    await stage(this.ports, attempt);
    this.throwIfStopped();
    return commit(this.ports, attempt, base, (error) => {
      this.failure = error;
    });
  }

  private async announce(attempt: Attempt, committed: Current): Promise<RunResult> {
    const { run, rows, coverage, files } = attempt;
    this.ports.report({ event: 'committed', run, rows });
    const manifest = await apply(this.ports, committed, files.snapshot);
    this.ports.report({ event: 'published', run });
    return { run, status: 'published', manifest, coverage };
  }

  private throwIfStopped(): void {
    if (this.signal?.aborted) throw new StoppedError('stopped before the commit: the lake holds what it held before');
  }
}

/** A run in which no target was read is published, since its coverage is the point, and then fails: also when repeated. */
const throwIfNothingRead = (result: RunResult): RunResult => {
  const { manifest } = result;
  if (manifest === undefined) return result;
  const isNothingRead = OUTCOMES.filter(isRead).every((outcome) => manifest.outcomes[outcome] === undefined);
  if (isNothingRead)
    throw new NothingReadError(`${result.run} is published, but no target could be read: see its coverage`, result);
  return result;
};
