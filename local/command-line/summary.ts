import type { Manifest } from '../../lambda/contract/manifest';
import { CHANGES, isRead, OUTCOMES } from '../../lambda/contract/outcome';
import type { CoverageRow } from '../../lambda/contract/tables';
import type { RunResult } from '../../lambda/run-result';
import { adviceFor } from '../../lambda/sdk/advice';
import { EVERY_REGION } from '../../lambda/target';
import { compareUtf8 } from '../../lambda/utf8-order';
import { counted } from '../terminal/counted';
import { wrap } from '../terminal/wrap';

/** What a run that came to its end has to say: what is in the lake, what changed, and what could not be read and why. */
export const summaryOf = (result: RunResult, lake: string, width: number): string =>
  [...statusLines(result), ...coverageLines(result.coverage, width), ...nextLines(result, lake)]
    .map((line) => `${line}\n`)
    .join('');

const statusLines = ({ run, status, manifest, coverage }: RunResult): readonly string[] => {
  if (status === 'overtaken') return [`Run ${run}: the lake holds a later run already; nothing was done.`];
  if (status === 'already_published') return [`Run ${run} was published before; nothing was done.`];
  const failed = coverage.filter(({ outcome }) => !isRead(outcome)).length;
  const rows = coverage.reduce((sum, each) => sum + each.rows, 0);
  const partial = coverage.filter(({ outcome }) => outcome === 'partial').length;
  const reading = [
    failed === 0 ? 'all of them read' : `${failed} of them not read`,
    ...(partial === 0 ? [] : [`${partial} without some details (partial)`]),
  ].join(', ');
  return [
    `Run ${run} is published: ${counted(rows, 'workflow build')} in ${counted(coverage.length, 'target')}, ${reading}.`,
    ...(manifest === undefined ? [] : changeLines(manifest)),
  ];
};

/** None of a first run that found nothing: there is no run before it to compare with. */
const changeLines = ({ changes, previous_run }: Manifest): readonly string[] => {
  const counts = CHANGES.flatMap((kind) => (changes[kind] ? [`${changes[kind]} ${kind.replace('_', ' ')}`] : []));
  if (counts.length > 0) return [`Changes: ${counts.join(', ')}.`];
  return previous_run === null ? [] : ['Nothing changed since the run before.'];
};

/** The targets of which something is missing, each with the reason. */
const coverageLines = (coverage: readonly CoverageRow[], width: number): readonly string[] => {
  const partial = coverage.filter(({ outcome }) => outcome === 'partial');
  const unread = coverage.filter(({ outcome }) => !isRead(outcome));
  return [
    ...(partial.length > 0 ? ['Partial: every build is listed, but of some the details could not be read:'] : []),
    ...partial.flatMap((row) =>
      targetLines(row, `${row.rows_without_detail} of ${counted(row.rows, 'build')} without details`, width),
    ),
    ...unreadLines(unread, width),
  ];
};

/** Of more than these, the worst are told: those that were never read, then those whose data is oldest. */
const MOST_TOLD = 10;

const unreadLines = (unread: readonly CoverageRow[], width: number): readonly string[] => {
  const told = withAccountsAsOne(unread);
  const lines = (rows: readonly CoverageRow[]) => rows.flatMap((row) => targetLines(row, keptLine(row), width));
  if (told.length === 0) return [];
  if (told.length <= MOST_TOLD) return ['Not read:', ...lines(told)];
  const worst = [...told].sort((a, b) => compareUtf8(a.as_of ?? '', b.as_of ?? '')).slice(0, MOST_TOLD);
  return [`Not read: ${outcomeCounts(unread)}. The ${MOST_TOLD} worst:`, ...lines(worst)];
};

const outcomeCounts = (rows: readonly CoverageRow[]): string =>
  OUTCOMES.flatMap((outcome) => {
    const count = rows.filter((row) => row.outcome === outcome).length;
    return count === 0 ? [] : [`${counted(count, 'target')} ${outcome}`];
  }).join(', ');

/** An account that could not be opened has a row, and one for each of its Regions in the lake, all for the same reason. */
const withAccountsAsOne = (unread: readonly CoverageRow[]): readonly CoverageRow[] => {
  const regionsOf = new Map<string, CoverageRow[]>();
  for (const row of unread) {
    const regions = regionsOf.get(row.account_id);
    if (regions === undefined) regionsOf.set(row.account_id, [row]);
    else regions.push(row);
  }
  return [...regionsOf.values()].flatMap((rows) => {
    const account = rows.find(({ region }) => region === EVERY_REGION);
    return account === undefined ? rows : [asOne(account, rows)];
  });
};

const asOne = (account: CoverageRow, rows: readonly CoverageRow[]): CoverageRow => ({
  ...account,
  rows: rows.reduce((sum, row) => sum + row.rows, 0),
  as_of: rows.flatMap(({ as_of }) => as_of ?? []).sort(compareUtf8)[0] ?? null,
});

const targetLines = (row: CoverageRow, consequence: string, width: number): readonly string[] => [
  wrap(
    `${row.account_id} ${row.region}: ${row.outcome}${row.error_code === null ? '' : ` (${row.error_code})`}, ${consequence}`,
    width,
    '  ',
  ),
  ...[row.error_message, adviceOf(row)].flatMap((text) => (text ? [wrap(text, width, '    ')] : [])),
];

const adviceOf = ({ error_code: code, error_message: message }: CoverageRow): string | undefined =>
  code === null ? undefined : adviceFor({ code, message: message ?? '', purpose: 'workflows' });

/** Rows of which nobody knows as of when they are: the coverage of the run before is lost. */
const keptLine = ({ as_of, rows }: CoverageRow): string => {
  if (as_of !== null) return `${counted(rows, 'build')} kept as of ${as_of}`;
  return rows === 0 ? 'not read since it is in the lake' : `${counted(rows, 'build')} kept; as of when is not known`;
};

const nextLines = ({ coverage }: RunResult, lake: string): readonly string[] => {
  const query = `  npm run query -- --lake ${shellWord(lake)}`;
  return [
    `The lake is in ${lake}. Try next:`,
    `${query} 'SELECT name, version, type FROM aws.imagebuilder_workflow'`,
    ...(coverage.every(({ outcome }) => outcome === 'complete')
      ? []
      : [`${query} 'FROM aws.imagebuilder_workflow_coverage'`]),
  ];
};

const shellWord = (text: string): string => (/^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
