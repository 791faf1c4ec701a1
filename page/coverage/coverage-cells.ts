import { isRead, OUTCOMES, type Outcome } from '../../lambda/contract/outcome';
import { OUTCOME_WORDS } from '../outcome-words';
import type { CoverageCell } from '../report-data';

/** The Region of a cell that is about a whole account: it could not be opened. */
export const EVERY_REGION = '*';

/** What cells are filtered by: an outcome, or all outcomes of what was not read. */
export type OutcomeFilter = Outcome | 'unread';

export const parseOutcomeFilter = (text = ''): OutcomeFilter | undefined =>
  text === 'unread' ? text : OUTCOMES.find((outcome) => outcome === text);

const isOf = ({ outcome }: CoverageCell, filter: OutcomeFilter): boolean =>
  filter === 'unread' ? !isRead(outcome) : outcome === filter;

export const filterByOutcome = (
  cells: readonly CoverageCell[],
  filter: OutcomeFilter | undefined,
): readonly CoverageCell[] => (filter === undefined ? cells : cells.filter((cell) => isOf(cell, filter)));

/** The cells that hold every word of a query, in any of what is known of them. */
export const searchCells = (cells: readonly CoverageCell[], query = ''): readonly CoverageCell[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0
    ? cells
    : cells.filter((cell) => {
        const text = textOf(cell);
        return words.every((word) => text.includes(word));
      });
};

const textOf = ({ account_id, region, outcome, error_code, error_message }: CoverageCell): string =>
  [account_id, region, OUTCOME_WORDS[outcome].word, error_code ?? '', error_message ?? ''].join('\n').toLowerCase();

/** What was not read, then what lacks details, then what was read whole. */
const WORST_FIRST: readonly Outcome[] = [
  ...OUTCOMES.filter((outcome) => !isRead(outcome)),
  ...OUTCOMES.filter(isRead).reverse(),
];

interface OutcomeCount {
  readonly outcome: Outcome;
  readonly count: number;
}

/** How many cells have each outcome that there is, those read last. */
export const outcomeCounts = (cells: readonly CoverageCell[]): readonly OutcomeCount[] => {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of cells) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return WORST_FIRST.flatMap((outcome) => {
    const count = counts.get(outcome);
    return count === undefined ? [] : [{ outcome, count }];
  });
};

/** What was not read comes first, in the order of accounts and Regions. */
export const worstFirst = (cells: readonly CoverageCell[]): readonly CoverageCell[] =>
  cells.toSorted(
    (a, b) =>
      WORST_FIRST.indexOf(a.outcome) - WORST_FIRST.indexOf(b.outcome) ||
      compare(a.account_id, b.account_id) ||
      compare(a.region, b.region),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The run whose data is shown of a target. An account that could not be opened has none of its own: it is as old as the
 * oldest that is known of its Regions; null where nothing is.
 */
export const asOfIn = (cells: readonly CoverageCell[]): ((cell: CoverageCell) => string | null) => {
  const oldest = new Map<string, string>();
  for (const { account_id, as_of } of cells) {
    const known = oldest.get(account_id);
    if (as_of !== null && (known === undefined || as_of < known)) oldest.set(account_id, as_of);
  }
  return ({ region, account_id, as_of }) => (region === EVERY_REGION ? (oldest.get(account_id) ?? null) : as_of);
};
