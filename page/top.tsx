import type { VNode } from 'preact';
import { isRead } from '../lambda/contract/outcome';
import { formatAddress } from './address';
import { UNKNOWN_KEY } from './build';
import { counted } from './counted';
import { asOfIn, EVERY_REGION } from './coverage/coverage-cells';
import { OUTCOME_WORDS } from './outcome-words';
import type { Report } from './report';
import type { CoverageCell } from './report-data';
import { Shown } from './shown';
import { ageText, timeText } from './time';

interface TopProps {
  readonly report: Report;
}

/** What is there, and first of all what is not known. */
export const Top = ({ report }: TopProps): VNode => {
  const { index, workflows } = report;
  const targets = index.coverage ?? index.builds;
  return (
    <header>
      <h1>
        Image Builder workflows in <Shown text={index.lake} />
      </h1>
      <Unread report={report} />
      <dl class="facts">
        <Fact name="Newest run" value={`${timeText(index.run)}, ${ageText(index.run, Date.now())}`} />
        <Fact name="Accounts" value={countOf(targets.map(({ account_id }) => account_id))} />
        <Fact
          name="Regions"
          value={countOf(targets.flatMap(({ region }) => (region === EVERY_REGION ? [] : region)))}
        />
        <Fact name="Workflows" value={workflows.length.toLocaleString('en')} />
        <Fact name="Builds" value={index.builds.length.toLocaleString('en')} />
      </dl>
    </header>
  );
};

const Fact = ({ name, value }: { readonly name: string; readonly value: string }): VNode => (
  <div>
    <dt>{name}</dt>
    <dd>
      <Shown text={value} />
    </dd>
  </div>
);

const countOf = (values: readonly string[]): string => new Set(values).size.toLocaleString('en');

const Unread = ({ report }: TopProps): VNode | null => {
  const { coverage } = report.index;
  if (coverage === null)
    return <p class="warning">What the newest run could not read is not known: its coverage has expired.</p>;
  const unread = coverage.filter(({ outcome }) => !isRead(outcome));
  const missing = coverage.reduce((sum, { rows_without_detail }) => sum + rows_without_detail, 0);
  if (unread.length === 0 && missing === 0) return null;
  return (
    <div class="warning">
      {unread.length > 0 && (
        <p>
          <strong>Not read: {counted(unread.length, 'target')}.</strong>{' '}
          <Shown text={summaryOf(unread, asOfIn(coverage))} />.{' '}
          <a href={formatAddress('coverage', { outcome: 'unread' })}>See which, and since when</a>
        </p>
      )}
      {missing > 0 && (
        <p>
          <strong>Without their document: {counted(missing, 'build')}.</strong>{' '}
          <a href={formatAddress('workflows', { key: UNKNOWN_KEY })}>See which</a>
        </p>
      )}
    </div>
  );
};

/** `2 denied, 1 timed out; 1 never read before; the oldest that is shown is of 2026-11-21 06:00 UTC`. */
const summaryOf = (unread: readonly CoverageCell[], asOf: (cell: CoverageCell) => string | null): string => {
  const counts = new Map<string, number>();
  for (const { outcome } of unread) {
    const { word } = OUTCOME_WORDS[outcome];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts].map(([word, count]) => `${count.toLocaleString('en')} ${word}`).join(', ');
  const known = unread.flatMap((cell) => asOf(cell) ?? []).sort();
  const never = unread.length - known.length;
  return [
    words,
    never === 0 ? [] : `${never.toLocaleString('en')} never read before`,
    known[0] === undefined ? [] : `the oldest that is shown is of ${timeText(known[0])}`,
  ]
    .flat()
    .join('; ');
};
