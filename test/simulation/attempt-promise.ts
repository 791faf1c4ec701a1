import { isDeepStrictEqual } from 'node:util';
import { manifestKey } from '../../lambda/contract/layout';
import { CollectorError, NothingReadError } from '../../lambda/errors';
import type { RunResult } from '../../lambda/run';
import type { Attempt } from './attempt';
import { DOCUMENT_MARKER } from './build-life';
import type { Chronicle } from './chronicle';
import { isReadRow } from './coverage-promise';
import type { FakeLake } from './fake-lake';
import { promise } from './violation';

const harmless = promise('an attempt that ends well implies that its run or a newer one is published');
const told = promise('a run that read nothing fails, and only that');
const secret = promise('no document text in a log line, an error message or a manifest');
const meant = promise('an error is one that a person is meant to read');

/** Checks what an attempt says at its end: its result, or its error. */
export const checkEnd = (
  attempt: Attempt,
  end: { readonly result: RunResult } | { readonly error: unknown },
  chronicle: Chronicle,
  lake: FakeLake,
): void => {
  const run = attempt.request.scheduledTime;
  const isDone = chronicle.commits.some(
    (commit) => commit.run >= run && (chronicle.isPublished(commit.run) || chronicle.lost.has(commit.run)),
  );
  const commit = chronicle.commits.find((other) => other.run === run);
  const hasRead = commit?.coverage.rows.some(isReadRow) === true;
  if ('error' in end) {
    meant(end.error instanceof CollectorError, () => `attempt ${attempt.number} threw ${String(end.error)}`);
    if (!(end.error instanceof NothingReadError)) return;
    told(commit !== undefined && !hasRead, () => `attempt ${attempt.number} says that it read nothing`);
    harmless(isDone, () => `attempt ${attempt.number} of ${run} says that it is published`);
    return;
  }
  const { status, manifest } = end.result;
  harmless(isDone, () => `attempt ${attempt.number} of ${run} ended well (${status}), and nothing is published`);
  if (status === 'overtaken') return harmless((chronicle.last?.run ?? '') > run, () => `${run} was not overtaken`);
  told(hasRead, () => `attempt ${attempt.number} of ${run} ended well (${status}), and no target was read`);
  if (manifest === undefined)
    return harmless(
      chronicle.lost.has(run) || (chronicle.last?.run ?? '') > run,
      () => `attempt ${attempt.number} gives no manifest`,
    );
  const stored: unknown = JSON.parse(lake.current(manifestKey(run))?.content.toString('utf8') ?? 'null');
  harmless(
    isDeepStrictEqual(manifest, stored),
    () => `attempt ${attempt.number} gives another manifest than the lake holds`,
  );
};

export const checkSecret = (what: string, content: string): void =>
  secret(!content.includes(DOCUMENT_MARKER), () => `${what} holds document text`);

/** An error and everything behind it, as a log would show it. */
export const textOfError = (error: unknown): string =>
  error instanceof Error ? `${error.stack ?? error.message}\n${textOfError(error.cause)}` : String(error);
