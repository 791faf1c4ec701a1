import type { Manifest } from '../../lambda/contract/manifest';
import { CHANGES, isRead, OUTCOMES } from '../../lambda/contract/outcome';
import type { CoverageRow } from '../../lambda/contract/tables';
import {
  type Alike,
  adviceOf,
  groupByReason,
  isAccount,
  MOST_TOLD,
  oldestOf,
  rowsIn,
  withAccountsAsOne,
} from '../../lambda/failed-targets';
import type { RunResult } from '../../lambda/run-result';
import { counted } from '../terminal/counted';
import { wrap } from '../terminal/wrap';

/** What a run that came to its end has to say: what is in the lake, what changed, and what could not be read and why. */
export const summaryOf = (result: RunResult, lake: string, width: number): string =>
  [
    ...statusLines(result).map((line) => wrap(line, width)),
    ...partialLines(result.coverage, width),
    ...unreadLines(result.coverage, width),
    ...nextLines(result, lake),
  ]
    .map((line) => `${line}\n`)
    .join('');

const statusLines = ({ run, status, manifest, coverage }: RunResult): readonly string[] => {
  if (status === 'overtaken') return [`Run ${run}: the lake holds a later run already; nothing was done.`];
  if (status === 'already_published') return [`Run ${run} was published before; nothing was done.`];
  const failed = coverage.filter(({ outcome }) => !isRead(outcome)).length;
  const partial = coverage.filter(({ outcome }) => outcome === 'partial').length;
  const reading = [
    failed === 0 ? 'all of them read' : `${failed} of them not read`,
    ...(partial === 0 ? [] : [`${partial} without some details (partial)`]),
  ].join(', ');
  return [
    `Run ${run} is published: ${counted(rowsIn(coverage), 'workflow build')} in ${targetsOf(coverage)}, ${reading}.`,
    ...(manifest === undefined ? [] : changeLines(manifest)),
  ];
};

const targetsOf = (coverage: readonly CoverageRow[]): string => {
  const accounts = new Set(coverage.map(({ account_id }) => account_id)).size;
  return `${counted(coverage.length, 'target')}${accounts > 1 ? ` (${accounts} accounts)` : ''}`;
};

/** None of a first run that found nothing: there is no run before it to compare with. */
const changeLines = ({ changes, previous_run }: Manifest): readonly string[] => {
  const counts = CHANGES.flatMap((kind) => (changes[kind] ? [`${changes[kind]} ${kind.replace('_', ' ')}`] : []));
  if (counts.length > 0) return [`Changes: ${counts.join(', ')}.`];
  return previous_run === null ? [] : ['Nothing changed since the run before.'];
};

const partialLines = (coverage: readonly CoverageRow[], width: number): readonly string[] => {
  const partial = coverage.filter(({ outcome }) => outcome === 'partial');
  if (partial.length === 0) return [];
  const items = itemsOf(partial);
  return [
    wrap(`Partial: every build is listed, but of some the details could not be read${worstOf(items)}:`, width),
    ...items.slice(0, MOST_TOLD).flatMap((item) => itemLines(item, missingIn(item), width)),
  ];
};

const missingIn = (rows: readonly CoverageRow[]): string => {
  const missing = rows.reduce((sum, row) => sum + row.rows_without_detail, 0);
  return `${missing} of ${counted(rowsIn(rows), 'build')} without details`;
};

const unreadLines = (coverage: readonly CoverageRow[], width: number): readonly string[] => {
  const unread = withAccountsAsOne(coverage.filter(({ outcome }) => !isRead(outcome)));
  if (unread.length === 0) return [];
  const items = itemsOf(unread);
  const counts = unread.length > MOST_TOLD ? ` ${outcomeCounts(unread)}` : '';
  return [
    wrap(`Not read${counts === '' ? '' : `:${counts}`}${worstOf(items)}:`, width),
    ...items.slice(0, MOST_TOLD).flatMap((item) => itemLines(item, keptIn(item), width)),
  ];
};

const worstOf = (items: readonly unknown[]): string => (items.length > MOST_TOLD ? `. The ${MOST_TOLD} worst` : '');

const outcomeCounts = (rows: readonly CoverageRow[]): string =>
  OUTCOMES.flatMap((outcome) => {
    const ofOutcome = rows.filter((row) => row.outcome === outcome);
    return ofOutcome.length === 0 ? [] : [`${countedTargets(ofOutcome)} ${outcome}`];
  }).join(', ');

const countedTargets = (rows: readonly CoverageRow[]): string => {
  const accounts = rows.filter(isAccount).length;
  return [
    ...(accounts > 0 ? [counted(accounts, 'account')] : []),
    ...(rows.length > accounts ? [counted(rows.length - accounts, 'target')] : []),
  ].join(' and ');
};

/** Where more targets than these have the same reason, it is told once for all of them. */
const MOST_ALIKE = 3;

/** What is told as one: a target, or many of the same reason. */
const itemsOf = (rows: readonly CoverageRow[]): readonly Alike[] =>
  groupByReason(rows).flatMap((alike): readonly Alike[] =>
    alike.length > MOST_ALIKE ? [alike] : alike.map((row): Alike => [row]),
  );

const itemLines = (rows: Alike, consequence: string, width: number): readonly string[] => {
  const [row] = rows;
  const isAlone = rows.length === 1;
  const what = isAlone ? placeOf(row) : countedTargets(rows);
  const code = row.error_code === null ? '' : ` (${row.error_code})`;
  const message = row.error_message ?? '';
  return [
    wrap(`${what}: ${row.outcome}${code}, ${consequence}`, width, '  '),
    ...(isAlone ? [message] : [namesOf(rows), message && `The first: ${message}`])
      .concat(adviceOf(row) ?? '')
      .flatMap((text) => (text === '' ? [] : [wrap(text, width, '    ')])),
  ];
};

const placeOf = ({ account_id, region }: CoverageRow): string => `${account_id} ${region}`;

const namesOf = (rows: readonly CoverageRow[]): string => {
  const names = rows.slice(0, MOST_ALIKE).map((row) => (isAccount(row) ? row.account_id : placeOf(row)));
  return `${names.join(', ')} and ${rows.length - names.length} more`;
};

const keptIn = (rows: readonly CoverageRow[]): string => {
  const kept = counted(rowsIn(rows), 'build');
  const oldest = oldestOf(rows);
  if (oldest !== null) return `${kept} kept${rows.length > 1 ? ', the oldest' : ''} as of ${oldest}`;
  // The coverage of the run before is lost.
  if (rowsIn(rows) > 0) return `${kept} kept; as of when is not known`;
  return 'never read, as far as the lake knows';
};

const nextLines = ({ coverage }: RunResult, lake: string): readonly string[] => {
  const query = `  npm run query -- --lake ${shellWord(lake)}`;
  return [
    `The lake is in ${lake}. Try next:`,
    `  npm run report -- --lake ${shellWord(lake)}`,
    `${query} 'SELECT name, version, type FROM aws.imagebuilder_workflow'`,
    ...(coverage.every(({ outcome }) => outcome === 'complete')
      ? []
      : [`${query} 'FROM aws.imagebuilder_workflow_coverage'`]),
  ];
};

const shellWord = (text: string): string => (/^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
