import { mkdirSync, rmSync } from 'node:fs';
import { collectRun, throwIfStopped } from './collect-run';
import { isRead, OUTCOMES } from './contract/outcome';
import type { ScheduledTime } from './contract/scheduled-time';
import { CollectorError, LakeError, OvertakenError } from './errors';
import { apply } from './publishing/apply';
import type { Attempt } from './publishing/attempt';
import { type Committed, commit, stage } from './publishing/commit';
import type { Current } from './publishing/current';
import { type Newest, readNewest } from './publishing/newest';
import { checkScheduledTime } from './reading/plan';
import type { RunPorts } from './run-ports';
import type { RunRequest } from './run-request';
import { NothingReadError, type RunResult } from './run-result';

export type { RunPorts } from './run-ports';
export type { DropScope, RunRequest } from './run-request';
export type { RunResult } from './run-result';

/** The newest snapshot may be replaced while it is being read. Where that goes on for so long, something is wrong. */
const MOST_REPLACEMENTS = 5;

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
    return throwIfNothingRead(await collectAndPublish(request, ports, signal));
  } finally {
    rmSync(ports.scratchFolder, { recursive: true, force: true });
  }
};

/** The steps of a run. docs/decisions/0006-publishing-protocol.md gives the reasons. */
const collectAndPublish = async (
  request: RunRequest,
  ports: RunPorts,
  signal: AbortSignal | undefined,
): Promise<RunResult> => {
  const built = await buildOnNewest(request, ports, signal);
  if (built.answer === 'ended') return built.result;
  throwIfStopped(signal);
  await stage(ports, built.attempt);
  throwIfStopped(signal);
  const committed = await commit(ports, built.attempt, built.newest);
  if (committed.answer === 'committed') return announce(ports, built.attempt, committed.current);
  return lookOnceMore(ports, built.attempt, committed);
};

interface Ended {
  readonly answer: 'ended';
  readonly result: RunResult;
}

type Built = Ended | { readonly answer: 'built'; readonly attempt: Attempt; readonly newest: Newest };

/** Collects on top of the newest snapshot: again, where that was replaced before it could be read. */
const buildOnNewest = async (request: RunRequest, ports: RunPorts, signal: AbortSignal | undefined): Promise<Built> => {
  for (let replacements = 0; replacements < MOST_REPLACEMENTS; replacements++) {
    const newest = await readNewest(ports);
    const decided = decide(request.scheduledTime, newest);
    if (decided.answer === 'ended') return decided;
    const collected = await collectRun(request, ports, newest, signal);
    if (collected.answer === 'collected') return { answer: 'built', attempt: collected.attempt, newest };
  }
  throw new LakeError(
    `${ports.lake.location}: the newest snapshot was replaced ${MOST_REPLACEMENTS} times while it was being read`,
  );
};

/** Whether the newest run leaves nothing to do: it is this one, or a later one. */
const decide = (run: ScheduledTime, newest: Newest): Ended | { readonly answer: 'older' } => {
  if (newest.answer === 'none' || newest.current.run < run) return { answer: 'older' };
  if (newest.current.run > run) return { answer: 'ended', result: { run, status: 'overtaken', coverage: [] } };
  const { manifest } = newest;
  return { answer: 'ended', result: { run, status: 'already_published', manifest, coverage: [] } };
};

const announce = async (ports: RunPorts, attempt: Attempt, committed: Current): Promise<RunResult> => {
  const { run, rows, coverage, files } = attempt;
  ports.report({ event: 'committed', run, rows });
  const manifest = await apply(ports, committed, files);
  ports.report({ event: 'published', run });
  return { run, status: 'published', manifest, coverage };
};

/** A commit that is not known to have taken place may have: the newest snapshot says whether it is this attempt's. */
const lookOnceMore = async (ports: RunPorts, attempt: Attempt, committed: NotCommitted): Promise<RunResult> => {
  const newest = await readNewest(ports);
  const decided = decide(attempt.run, newest);
  // It may still land: only the next run can tell.
  if (decided.answer === 'older') throw overtaken(ports, { attempt, newest, committed });
  const isOurs = newest.answer === 'run' && newest.current.id === attempt.id;
  return isOurs ? { ...decided.result, status: 'published', coverage: attempt.coverage } : decided.result;
};

type NotCommitted = Exclude<Committed, { readonly answer: 'committed' }>;

interface LostCommit {
  readonly attempt: Attempt;
  readonly newest: Newest;
  readonly committed: NotCommitted;
}

const overtaken = ({ lake }: RunPorts, { attempt, newest, committed }: LostCommit): OvertakenError => {
  const found = newest.answer === 'none' ? 'no snapshot' : `the snapshot of ${newest.current.run}`;
  const cause = committed.answer === 'unanswered' ? committed.cause : undefined;
  const reason = cause instanceof CollectorError ? ` (${cause.message})` : '';
  return new OvertakenError(
    `${lake.location}: the commit of ${attempt.run} did not take place${reason}; the lake holds ${found}. Run it again`,
    { cause },
  );
};

/** A run that read no target is published, because its coverage is the point. Then it fails, however often invoked. */
const throwIfNothingRead = (result: RunResult): RunResult => {
  const { manifest } = result;
  if (manifest === undefined) return result;
  const isNothingRead = OUTCOMES.filter(isRead).every((outcome) => manifest.outcomes[outcome] === undefined);
  if (isNothingRead)
    throw new NothingReadError(`${result.run} is published, but no target could be read: see its coverage`, result);
  return result;
};
