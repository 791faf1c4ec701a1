import { isRead, OUTCOMES } from '../../../lambda/contract/outcome';
import { ACCOUNT_ID } from '../account/fake-account';
import type { LoggedRead } from '../attempt/logged-read';
import { promise } from '../violation';
import { type Commit, regionOf } from './commit';
import { type Row, text, utf8Order } from './decoded';

const complete = promise('completeness is data: a coverage row for every target');
const scope = promise('no target leaves the plan silently');
const counts = promise('the counts of the coverage are true');
const since = promise('coverage says since when');
const honest = promise('the outcome is what the target answered');

export const isReadRow = (row: Row): boolean =>
  OUTCOMES.some((outcome) => outcome === row['outcome'] && isRead(outcome));

export const checkCoverage = (commit: Commit): void => {
  const { coverage, plan, run } = commit;
  const regions = coverage.rows.map((row) => text(row, 'region'));
  complete(
    regions.join() === [...new Set(plan)].sort(utf8Order).join(),
    () => `${run} covers ${regions.join(' ')}, and its plan is ${plan.join(' ')}`,
  );
  const held = [...(commit.base.coverage?.keys() ?? []), ...[...commit.base.rows.keys()].map(regionOf)];
  scope(
    commit.attempt.request.dropScope !== 'none' || held.every((region) => plan.includes(region)),
    () => `${run} dropped a target of ${held.join(' ')}, and was not told to`,
  );
  for (const row of coverage.rows) {
    complete(
      row['run'] === run && row['account_id'] === ACCOUNT_ID,
      () => `a coverage row of ${run} is of another run or account`,
    );
    checkTarget(
      commit,
      row,
      commit.log.filter(({ region }) => region === row['region']),
    );
  }
};

const checkTarget = (commit: Commit, row: Row, log: readonly LoggedRead[]): void => {
  const region = text(row, 'region');
  checkCounts(commit, row, region, log);
  checkOutcome(commit, row, log);
  const last = commit.base.coverage?.get(region)?.['as_of'] ?? null;
  const expected = isReadRow(row) ? commit.run : last;
  since(row['as_of'] === expected, () => `${region} of ${commit.run} is served as of ${row['as_of']}, not ${expected}`);
};

const checkCounts = (commit: Commit, row: Row, region: string, log: readonly LoggedRead[]): void => {
  const rows = commit.snapshot.rows.filter((other) => regionOf(text(other, '_key')) === region);
  const say = (column: string, count: number): void =>
    counts(row[column] === count, () => `${column} of ${region} in ${commit.run} is ${row[column]}, not ${count}`);
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
  counts(row['tags_from'] === expected, () => `tags_from of ${row['region']} is ${row['tags_from']}, not ${expected}`);
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
    honest(kept, () => `${row['region']} of ${run} is ${outcome}, and was told ${told}`);
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

/** A build that is gone, a token that expired and was asked for again, a list of all that was refused for the other way. */
const HARMLESS: readonly string[] = ['not_found', 'invalid_token', 'invalid_request'];

const isRefusal = (failure: LoggedRead['failure']): boolean => failure !== undefined && failure.reason !== 'not_found';
