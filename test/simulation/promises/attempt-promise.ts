import { isDeepStrictEqual } from 'node:util';
import { manifestKey } from '../../../lambda/contract/layout';
import type { Manifest } from '../../../lambda/contract/manifest';
import {
  CollectorError,
  FutureRunError,
  LakeError,
  PlanError,
  ScopeLossError,
  StoppedError,
  UnreadableLakeError,
} from '../../../lambda/errors';
import type { RunResult } from '../../../lambda/run';
import { NothingReadError } from '../../../lambda/run-result';
import { DOCUMENT_MARKER } from '../account/fake-build';
import type { Attempt } from '../attempt/attempt';
import type { FakeLake } from '../lake/fake-lake';
import { promise } from '../violation';
import { isReadRow } from './coverage-promise';
import type { RunHistory } from './run-history';

const harmless = promise('an attempt that ends well implies that its run or a newer one is published');
const told = promise('a run that read nothing fails, and only that');
const secret = promise('no document text in a log line, an error message or a manifest');
const meant = promise('an error is one that a person is meant to read');

/** Checks what an attempt says at its end: its result, or its error. */
export const checkEnd = (
  attempt: Attempt,
  end: { readonly result: RunResult } | { readonly error: unknown },
  runHistory: RunHistory,
  lake: FakeLake,
): void => {
  const run = attempt.request.scheduledTime;
  const isDone = runHistory.commits.some(
    (commit) => commit.run >= run && (runHistory.isPublished(commit.run) || runHistory.lost.has(commit.run)),
  );
  const commit = runHistory.commits.find((other) => other.run === run);
  const hasRead = commit?.coverage.rows.some(isReadRow) === true;
  if ('error' in end) {
    checkError(attempt, end.error, runHistory);
    if (!(end.error instanceof NothingReadError)) return;
    told(commit !== undefined && !hasRead, () => `attempt ${attempt.number} says that it read nothing`);
    harmless(isDone, () => `attempt ${attempt.number} of ${run} says that it is published`);
    return;
  }
  const { status, manifest } = end.result;
  harmless(isDone, () => `attempt ${attempt.number} of ${run} ended well (${status}), and nothing is published`);
  const isOvertaken = (runHistory.last?.run ?? '') > run;
  if (status === 'overtaken') harmless(isOvertaken, () => `${run} was not overtaken`);
  else
    told(
      hasRead || runHistory.lost.has(run),
      () => `attempt ${attempt.number} of ${run} ended well (${status}), and no target was read`,
    );
  if (manifest !== undefined) checkManifest(attempt, manifest, lake);
  else harmless(isOvertaken || runHistory.lost.has(run), () => `attempt ${attempt.number} gives no manifest`);
};

/** An error has a cause in what the attempt met; and before the commit, it leaves the lake as it was. */
const checkError = (attempt: Attempt, error: unknown, { commits }: RunHistory): void => {
  const { request, number, faulted, stopped } = attempt;
  meant(error instanceof CollectorError && isCause(error), () => `attempt ${number} threw ${textOfError(error)}`);
  if (error instanceof LakeError)
    meant(faulted, () => `attempt ${number} fails though its lake did not: ${error.message}`);
  if (error instanceof ScopeLossError)
    meant(request.dropScope !== 'any', () => `attempt ${number} was told to drop targets`);
  if (error instanceof StoppedError) meant(stopped, () => `attempt ${number} was not asked to stop`);
  if (error instanceof ScopeLossError || error instanceof StoppedError || error instanceof PlanError)
    meant(
      commits.every((commit) => commit.attempt !== attempt),
      () => `attempt ${number} committed, and then says ${error.message}`,
    );
};

/** In a simulation clocks are right, and nobody but the collector writes to the lake. */
const isCause = (error: CollectorError): boolean =>
  !(error instanceof FutureRunError || error instanceof UnreadableLakeError);

const checkManifest = ({ number, request }: Attempt, manifest: Manifest, lake: FakeLake): void => {
  const stored: unknown = JSON.parse(
    lake.current(manifestKey(request.scheduledTime))?.content.toString('utf8') ?? 'null',
  );
  harmless(isDeepStrictEqual(manifest, stored), () => `attempt ${number} gives another manifest than the lake holds`);
};

export const checkSecret = (what: string, content: string): void =>
  secret(!content.includes(DOCUMENT_MARKER), () => `${what} holds document text`);

/** An error and everything behind it, as a log would show it. */
export const textOfError = (error: unknown): string =>
  error instanceof Error ? `${error.stack ?? error.message}\n${textOfError(error.cause)}` : String(error);
