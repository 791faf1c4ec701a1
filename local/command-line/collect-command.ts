import type { Clock } from '../../lambda/clock';
import { isRead, OUTCOMES } from '../../lambda/contract/outcome';
import { LakeError, ScopeLossError, StoppedError } from '../../lambda/errors';
import type { Lake } from '../../lambda/lake/lake';
import type { RunResult, run } from '../../lambda/run';
import type { Reporter } from '../../lambda/run-event';
import { NothingReadError } from '../../lambda/run-result';
import type { Access } from '../../lambda/sdk/access';
import { type Members, membersOf } from '../../lambda/source/aws/member-accounts';
import type { Source } from '../../lambda/source/image-builder';
import { openLake } from '../lake/lake-location';
import { type Output, widthOf } from '../terminal/output';
import { type Progress, showProgress } from '../terminal/progress';
import { wrap } from '../terminal/wrap';
import { COLLECT_HELP, type CollectRequest, parseCollect } from './collect-request';
import { EXIT, exitOfSignal } from './exit-status';
import { reportFailure, reportUsage } from './faults';
import { fitToOpenFiles, openFilesFault } from './open-files';
import { makeScratch } from './scratch';
import type { Signals } from './signals';
import { listenForStop, type Stopping } from './stopping';
import { summaryOf } from './summary';

export interface CollectPorts {
  readonly out: Output;
  readonly err: Output;
  readonly clock: Clock;
  readonly signals: Signals;
  /** How AWS is reached, by the Regions that are asked for. */
  readonly openNetwork: (regions: readonly string[]) => Promise<Access>;
  /** The account that the credentials are of. */
  readonly callerAccount: (access: Access) => Promise<string>;
  readonly createSource: (access: Access, members: Members | undefined) => Source;
  /** How many files and connections may be open at once, where it is known. */
  readonly openFilesLimit: number | undefined;
  readonly run: typeof run;
}

/** `npm run collect`. Resolves to the exit status. */
export const collectCommand = async (argv: readonly string[], ports: CollectPorts): Promise<number> => {
  const parsed = parseCollect(argv, ports.clock.now());
  if (parsed === 'help') {
    ports.out.write(COLLECT_HELP);
    return EXIT.done;
  }
  if ('faults' in parsed) return reportUsage('collect', parsed.faults, ports.err);
  const fault = openFilesFault(ports.openFilesLimit);
  if (fault !== undefined) {
    ports.err.write(`${wrap(fault, widthOf(ports.err))}\n`);
    return EXIT.failed;
  }
  try {
    const { request } = parsed;
    const access = await ports.openNetwork(request.regions === 'enabled' ? [] : request.regions);
    return await collect(request, { lake: await openLake(request, access), access }, ports);
  } catch (error) {
    if (error instanceof LakeError) return reportUsage('collect', [error.message], ports.err);
    return reportFailure(error, ports.err);
  }
};

const collect = async (
  request: CollectRequest,
  { lake, access }: { readonly lake: Lake; readonly access: Access },
  ports: CollectPorts,
): Promise<number> => {
  const scratch = await makeScratch();
  const progress = showProgress(ports.err, ports.clock);
  const halt = listenForStop(ports.signals, progress, () => {
    progress.end();
    scratch.removeNow();
  });
  try {
    const accountId = await unlessStopped(ports.callerAccount(access), halt.signal);
    const result = await ports.run(
      { ...request, accountId },
      {
        lake,
        source: fitToOpenFiles(ports.createSource(access, membersOf({ ...request, accountId })), ports.openFilesLimit),
        clock: ports.clock,
        scratchFolder: scratch.folder,
        report: reporterTo(progress, halt),
      },
      halt.signal,
    );
    progress.end();
    ports.out.write(summaryOf(result, request.lake, widthOf(ports.out)));
    return statusOf(result);
  } catch (error) {
    progress.end();
    return reportEnd(error, request, halt, ports);
  } finally {
    halt.end();
    await scratch.remove();
  }
};

const reporterTo =
  (progress: Progress, halt: Stopping): Reporter =>
  (event) => {
    if (event.event === 'committed') halt.committed();
    // A read that was broken off has nothing to say of its target.
    if (event.event !== 'target' || !halt.signal.aborted) progress.report(event);
  };

/** Nothing is under way in the lake yet: what is waited for may be left alone. */
const unlessStopped = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new StoppedError('stopped')), { once: true });
    }),
  ]);

const reportEnd = (error: unknown, { lake }: CollectRequest, halt: Stopping, { out, err }: CollectPorts): number => {
  const stoppedBy = halt.stoppedBy();
  if (error instanceof StoppedError && stoppedBy !== undefined) {
    err.write('Stopped before the commit: the lake is as it was.\n');
    return exitOfSignal(stoppedBy);
  }
  if (error instanceof NothingReadError) out.write(summaryOf(error.result, lake, widthOf(out)));
  const status = reportFailure(error, err);
  if (error instanceof ScopeLossError) {
    err.write('Nothing was changed. Collect these too, or let go of them with --drop-scope.\n');
  }
  return status;
};

const statusOf = ({ coverage, manifest }: RunResult): number => {
  const outcomes = [
    ...coverage.map((row) => row.outcome),
    ...OUTCOMES.filter((outcome) => manifest?.outcomes[outcome]),
  ];
  return outcomes.every(isRead) ? EXIT.done : EXIT.someFailed;
};
