import { isRead, OUTCOMES } from '../../../lambda/contract/outcome';
import type { ReadFailure } from '../../../lambda/source/image-builder';
import type { LoggedRead } from '../attempt/logged-read';
import { promise } from '../violation';
import type { Commit } from './commit';
import { coveredTarget, type Row, targetOf, text } from './decoded';

const complete = promise('completeness is data: a coverage row for every target');
const counts = promise('the counts of the coverage are true');
const since = promise('coverage says since when');
const honest = promise('the outcome is what the target answered');

/** After so many accounts in a row without an answer, no further one is opened. */
const MOST_UNANSWERED_IN_A_ROW = 16;

export const isReadRow = (row: Row): boolean =>
  OUTCOMES.some((outcome) => outcome === row['outcome'] && isRead(outcome));

export const checkCoverage = (commit: Commit): void => {
  const { coverage, plan, run } = commit;
  const found = coverage.rows.map(coveredTarget).join(', ');
  const expected = plan.map(({ name }) => name).join(', ');
  complete(found === expected, () => `${run} covers ${found}, and its plan is ${expected}`);
  for (const row of coverage.rows) complete(row['run'] === run, () => `a coverage row of ${run} is of another run`);
  coverage.rows.forEach((row, index) => {
    const isOpened = plan[index]?.isOpened === true;
    const target = coveredTarget(row);
    const log = commit.log.filter((read) => read.target === target);
    checkCounts(commit, row, target, log);
    if (isOpened) checkOutcome(commit, row, log);
    else checkUnopened(commit, row);
    checkSince(commit, row, target);
  });
};

const checkSince = (commit: Commit, row: Row, target: string): void => {
  const last = commit.base.coverage?.get(target)?.['as_of'] ?? null;
  const expected = isReadRow(row) ? commit.run : last;
  since(row['as_of'] === expected, () => `${target} of ${commit.run} is served as of ${row['as_of']}, not ${expected}`);
};

const checkCounts = (commit: Commit, row: Row, target: string, log: readonly LoggedRead[]): void => {
  const rows = commit.snapshot.rows.filter((other) => targetOf(text(other, '_key')) === target);
  const say = (column: string, count: number): void =>
    counts(row[column] === count, () => `${column} of ${target} in ${commit.run} is ${row[column]}, not ${count}`);
  say('rows', rows.length);
  say('rows_without_detail', rows.filter(({ data }) => data === null).length);
  say('list_calls', log.filter(({ kind }) => kind === 'list').length);
  say('get_calls', log.filter(({ kind }) => kind === 'get').length);
  if (row['outcome'] === 'complete') say('reused_rows', rows.length - new Set(fetched(log, rows)).size);
  checkTagsFrom(row, log);
};

/** A listing that was begun again, or that named a build twice, may have said both. */
const checkTagsFrom = (row: Row, log: readonly LoggedRead[]): void => {
  const summaries = log.flatMap(({ summaries = [] }) => summaries);
  const isTwice = new Set(summaries.map(({ arn }) => arn)).size < summaries.length;
  if (isTwice || log.some(({ failure }) => failure?.reason === 'invalid_token')) return;
  const said = summaries.some(({ tags }) => tags !== undefined) ? 'list' : 'get';
  const expected = isReadRow(row) && summaries.length > 0 ? said : null;
  counts(
    row['tags_from'] === expected,
    () => `tags_from of ${coveredTarget(row)} is ${row['tags_from']}, not ${expected}`,
  );
};

const fetched = (log: readonly LoggedRead[], rows: readonly Row[]): readonly string[] =>
  log.flatMap(({ workflow }) =>
    workflow !== undefined && rows.some(({ arn }) => arn === workflow.arn) ? [workflow.arn] : [],
  );

/** Why a target is not complete is one of the answers that it gave, or the time that was up. */
const checkOutcome = ({ run, attempt }: Commit, row: Row, log: readonly LoggedRead[]): void => {
  const told = log.map(({ kind, failure }) => `${kind}: ${failure?.reason ?? 'fine'}`).join(', ');
  const outcome = text(row, 'outcome');
  const say = (kept: boolean): void =>
    honest(kept, () => `${coveredTarget(row)} of ${run} is ${outcome}, and was told ${told}`);
  const reasons = log.flatMap(({ failure }) => failure?.reason ?? []);
  const isTimeUp = attempt.request.deadline !== undefined || attempt.stopped;
  say((outcome === 'complete') === (row['error_code'] === null));
  if (!isReadRow(row)) say(log.every(({ workflow }) => workflow === undefined));
  if (outcome === 'complete') say(reasons.every((reason) => HARMLESS.includes(reason)));
  else if (outcome === 'partial')
    say(isTimeUp || log.some(({ kind, failure }) => kind === 'get' && isRefusal(failure)));
  else if (outcome === 'timed_out') say(isTimeUp);
  else if (outcome === 'denied') say(reasons.some((reason) => reason === 'denied' || reason === 'region_disabled'));
  else if (outcome !== 'invalid_response') say(reasons.some((reason) => reason === outcome));
};

/** An account that was not opened is what its opening answered; one that was not asked, what the time or others answered. */
const checkUnopened = ({ run, attempt }: Commit, row: Row): void => {
  const failure = attempt.openings.get(text(row, 'account_id'))?.failure;
  const failures = [...attempt.openings.values()].flatMap((opening) => opening.failure ?? []);
  const isTimeUp = attempt.request.deadline !== undefined || attempt.stopped;
  const isEnded = failures.some(({ code }) => code === 'ExpiredTokenException');
  const isGivenUp = isEnded || failures.length >= MOST_UNANSWERED_IN_A_ROW;
  const causes = failure !== undefined ? [failure] : isGivenUp ? failures : [];
  const isTrue =
    causes.some(({ reason, code }) => row['error_code'] === code && row['outcome'] === outcomeOf(reason)) ||
    (failure === undefined && row['outcome'] === 'timed_out' && isTimeUp);
  honest(isTrue, () => `${coveredTarget(row)} of ${run} is ${row['outcome']} (${row['error_code']})`);
  honest(row['tags_from'] === null, () => `${coveredTarget(row)} of ${run} was not opened, and has tags`);
};

/** That STS is off in a Region is no Region of the account that is disabled. */
const outcomeOf = (reason: ReadFailure): ReadFailure => (reason === 'region_disabled' ? 'denied' : reason);

/** A build that is gone, a token that expired and was asked for again, a list of all that was refused for the other way. */
const HARMLESS: readonly string[] = ['not_found', 'invalid_token', 'invalid_request'];

const isRefusal = (failure: LoggedRead['failure']): boolean => failure !== undefined && failure.reason !== 'not_found';
