import { isRead } from '../../lambda/contract/outcome';
import { counted } from '../counted';
import type { CoverageCell } from '../report-data';
import { EVERY_REGION } from './coverage-cells';

/** An account, and its Regions. */
export interface AccountRow {
  readonly account: string;
  readonly cells: ReadonlyMap<string, CoverageCell>;
}

/** Accounts stand in groups; each has a row of its own before them. */
export type GridRow = AccountRow | { readonly heading: string };

export interface Grid {
  /** The columns behind that of the account. */
  readonly regions: readonly string[];
  readonly rows: readonly GridRow[];
}

interface Group {
  readonly title: string;
  readonly isMember: (cells: readonly CoverageCell[]) => boolean;
}

/** An account is in the first group that takes it. */
const GROUPS: readonly Group[] = [
  { title: 'Not read in some Region', isMember: (cells) => cells.some(({ outcome }) => !isRead(outcome)) },
  { title: 'Read, with details missing', isMember: (cells) => cells.some(({ outcome }) => outcome === 'partial') },
  { title: 'Read whole', isMember: () => true },
];

/** Account × Region: the accounts and Regions of the wanted cells, and all that is known where they cross. */
export const gridOf = (all: readonly CoverageCell[], wanted: readonly CoverageCell[]): Grid => {
  const known = cellsByAccount(all);
  const accounts = [...cellsByAccount(wanted)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, cells]) => ({
      group: GROUPS.find(({ isMember }) => isMember(cells)),
      row: { account, cells: new Map(known.get(account)?.map((cell) => [cell.region, cell])) },
    }));
  const rowsOf = (group: Group): readonly GridRow[] =>
    withHeading(
      group.title,
      accounts.filter((each) => each.group === group).map(({ row }) => row),
    );
  return { regions: sortedRegions(wanted), rows: GROUPS.flatMap(rowsOf) };
};

const withHeading = (title: string, accounts: readonly AccountRow[]): readonly GridRow[] =>
  accounts.length === 0 ? [] : [{ heading: `${title}: ${counted(accounts.length, 'account')}` }, ...accounts];

const sortedRegions = (cells: readonly CoverageCell[]): readonly string[] =>
  [...new Set(cells.map(({ region }) => region))].filter((region) => region !== EVERY_REGION).sort();

const cellsByAccount = (cells: readonly CoverageCell[]): ReadonlyMap<string, readonly CoverageCell[]> => {
  const accounts = new Map<string, CoverageCell[]>();
  for (const cell of cells) {
    if (cell.region === EVERY_REGION) continue;
    const known = accounts.get(cell.account_id);
    if (known === undefined) accounts.set(cell.account_id, [cell]);
    else known.push(cell);
  }
  return accounts;
};

/** A place in the grid, from 0; column 0 is the account. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

const PAGE_ROWS = 10;

/** Where a key leads to from a place of the grid; undefined for a key that leads nowhere. */
export const positionAfter = (
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { row, column }: Position,
  grid: Grid,
): Position | undefined => {
  const [lastRow, lastColumn] = [grid.rows.length - 1, grid.regions.length];
  switch (key) {
    case 'ArrowDown':
      return { row: Math.min(row + 1, lastRow), column };
    case 'ArrowUp':
      return { row: Math.max(row - 1, 0), column };
    case 'ArrowRight':
      return { row, column: Math.min(column + 1, lastColumn) };
    case 'ArrowLeft':
      return { row, column: Math.max(column - 1, 0) };
    case 'PageDown':
      return { row: Math.min(row + PAGE_ROWS, lastRow), column };
    case 'PageUp':
      return { row: Math.max(row - PAGE_ROWS, 0), column };
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? lastRow : row, column: lastColumn };
    default:
      return undefined;
  }
};

/** The cell that an address asks for. */
export interface AskedCell {
  readonly account?: string;
  readonly region?: string;
}

/** The place of an account's Region; the first account's where they name none. */
export const positionOf = (grid: Grid, { account, region = '' }: AskedCell): Position => {
  const row = grid.rows.findIndex((each) => 'account' in each && each.account === account);
  return { row: row === -1 ? Math.min(1, grid.rows.length - 1) : row, column: grid.regions.indexOf(region) + 1 };
};
