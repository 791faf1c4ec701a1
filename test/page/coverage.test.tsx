import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { OUTCOMES } from '../../lambda/contract/outcome';
import { CellDetail } from '../../page/coverage/cell-detail';
import {
  asOfIn,
  filterByOutcome,
  outcomeCounts,
  parseOutcomeFilter,
  searchCells,
  worstFirst,
} from '../../page/coverage/coverage-cells';
import { type Grid, gridOf, positionAfter, positionOf } from '../../page/coverage/grid';
import { OutcomeLinks } from '../../page/coverage/outcome-links';
import type { CoverageCell } from '../../page/report-data';
import { cell } from './cells';

const A = '111111111111';
const B = '222222222222';
const C = '333333333333';

const CELLS: readonly CoverageCell[] = [
  cell('*', { account_id: 'closed', outcome: 'denied', as_of: null, error_code: 'AccessDenied' }),
  cell('us-east-1', { account_id: 'closed', outcome: 'denied', as_of: '2026-11-19T06:00:00Z' }),
  cell('us-west-1', { account_id: 'closed', outcome: 'denied', as_of: '2026-11-18T06:00:00Z' }),
  cell('eu-west-1', { account_id: A }),
  cell('us-east-1', { account_id: A }),
  cell('eu-west-1', { account_id: B, outcome: 'partial' }),
  cell('eu-west-1', { account_id: C, outcome: 'throttled', as_of: null, error_message: 'Rate exceeded' }),
  cell('us-east-1', { account_id: C }),
];

const namesOf = (cells: readonly CoverageCell[]) => cells.map(({ account_id, region }) => `${account_id} ${region}`);

describe('targets', () => {
  it('are filtered by an outcome, or by not being read', () => {
    expect(namesOf(filterByOutcome(CELLS, 'partial'))).toEqual([`${B} eu-west-1`]);
    expect(filterByOutcome(CELLS, 'unread').map(({ outcome }) => outcome)).toEqual([
      'denied',
      'denied',
      'denied',
      'throttled',
    ]);
    expect(filterByOutcome(CELLS, undefined)).toBe(CELLS);
  });

  it('are not filtered by a word of an address that is no outcome', () => {
    expect(['unread', 'denied', 'constructor', '', undefined].map(parseOutcomeFilter)).toEqual([
      'unread',
      'denied',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are found by every word of a query, in account, Region, outcome and reason', () => {
    expect(namesOf(searchCells(CELLS, `${C} EU-`))).toEqual([`${C} eu-west-1`]);
    expect(namesOf(searchCells(CELLS, 'rate throttled'))).toEqual([`${C} eu-west-1`]);
    expect(namesOf(searchCells(CELLS, 'accessdenied'))).toEqual(['closed *']);
    expect(searchCells(CELLS, '  ')).toBe(CELLS);
  });

  it('are counted by outcome: each once, those not read first', () => {
    expect(outcomeCounts(CELLS)).toEqual([
      { outcome: 'denied', count: 3 },
      { outcome: 'throttled', count: 1 },
      { outcome: 'partial', count: 1 },
      { outcome: 'complete', count: 3 },
    ]);
  });

  it('that were not read come first on paper', () => {
    const order = worstFirst(CELLS).map(({ outcome }) => outcome);
    expect(order.slice(0, 5)).toEqual(['denied', 'denied', 'denied', 'throttled', 'partial']);
    expect(new Set(order.slice(5))).toEqual(new Set(['complete']));
  });

  it('of an account that could not be opened are as old as the oldest of its Regions', () => {
    const asOf = asOfIn(CELLS);
    expect(CELLS.map(asOf).slice(0, 3)).toEqual([
      '2026-11-18T06:00:00Z',
      '2026-11-19T06:00:00Z',
      '2026-11-18T06:00:00Z',
    ]);
    const [never = cell('x')] = [cell('*', { as_of: null })];
    expect(asOfIn([never])(never)).toBeNull();
  });

  it('lead from their count to their list, and keep what was searched for', () => {
    const html = renderToStaticMarkup(
      <OutcomeLinks cells={CELLS} parameters={{ search: 'x y', outcome: 'unread', account: A }} />,
    );
    expect(html).toContain('<a href="#coverage?search=x+y&amp;outcome=unread" aria-current="true">not read <strong>4');
    expect(html).toContain('<a href="#coverage?search=x+y">all <strong>8');
    expect(html.match(/aria-current/g)).toHaveLength(1);
  });
});

const linesOf = ({ rows, regions }: Grid) =>
  rows.map((row) =>
    'heading' in row
      ? row.heading
      : [row.account, ...regions.map((region) => row.cells.get(region)?.outcome ?? '-')].join(' '),
  );

describe('the grid', () => {
  it('has accounts in groups, those not read in some Region first', () => {
    const grid = gridOf(CELLS, CELLS);
    expect(grid.regions).toEqual(['eu-west-1', 'us-east-1', 'us-west-1']);
    expect(linesOf(grid)).toEqual([
      'Not read in some Region: 2 accounts',
      `${C} throttled complete -`,
      'closed - denied denied',
      'Read, with details missing: 1 account',
      `${B} partial - -`,
      'Read whole: 1 account',
      `${A} complete complete -`,
    ]);
  });

  it('has the accounts and Regions of what is filtered for, with all that is known where they cross', () => {
    const wanted = filterByOutcome(CELLS, 'throttled');
    expect(linesOf(gridOf(CELLS, wanted))).toEqual(['Not read in some Region: 1 account', `${C} throttled`]);
    expect(linesOf(gridOf(CELLS, searchCells(CELLS, 'eu-west-1')))).toEqual([
      'Not read in some Region: 1 account',
      `${C} throttled`,
      'Read, with details missing: 1 account',
      `${B} partial`,
      'Read whole: 1 account',
      `${A} complete`,
    ]);
  });

  it('is empty where nothing is found, or no account could be opened', () => {
    expect(gridOf(CELLS, [])).toEqual({ regions: [], rows: [] });
    expect(gridOf(CELLS.slice(0, 1), CELLS.slice(0, 1))).toEqual({ regions: [], rows: [] });
  });

  it('has every target exactly once, whatever the outcomes', () => {
    const cells = fc.uniqueArray(
      fc.record({
        account_id: fc.constantFrom('a', 'b', 'c', 'd'),
        region: fc.constantFrom('x', 'y', 'z'),
        outcome: fc.constantFrom(...OUTCOMES),
      }),
      { selector: ({ account_id, region }) => account_id + region },
    );
    fc.assert(
      fc.property(cells, (members) => {
        const all = members.map(({ region, ...given }) => cell(region, given));
        const shown = gridOf(all, all).rows.flatMap((row) => ('heading' in row ? [] : [...row.cells.values()]));
        expect(namesOf(shown).sort()).toEqual(namesOf(all).sort());
      }),
      { numRuns: 100 },
    );
  });
});

describe('the keys of the grid', () => {
  const grid: Grid = {
    regions: ['eu-west-1', 'us-east-1'],
    rows: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'].map((account) => ({
      account,
      cells: new Map(),
    })),
  };
  const placeAfter = (key: string, row: number, column: number, ctrlKey = false) => {
    const next = positionAfter({ key, ctrlKey }, { row, column }, grid);
    return next && [next.row, next.column];
  };

  it('lead to the neighbours, by pages, and to the ends of a row and of the grid', () => {
    expect(placeAfter('ArrowDown', 3, 1)).toEqual([4, 1]);
    expect(placeAfter('ArrowUp', 3, 1)).toEqual([2, 1]);
    expect(placeAfter('ArrowRight', 3, 1)).toEqual([3, 2]);
    expect(placeAfter('ArrowLeft', 3, 1)).toEqual([3, 0]);
    expect(placeAfter('PageDown', 0, 1)).toEqual([10, 1]);
    expect(placeAfter('PageUp', 11, 1)).toEqual([1, 1]);
    expect(placeAfter('Home', 3, 2)).toEqual([3, 0]);
    expect(placeAfter('End', 3, 0)).toEqual([3, 2]);
    expect(placeAfter('Home', 3, 2, true)).toEqual([0, 0]);
    expect(placeAfter('End', 3, 0, true)).toEqual([11, 2]);
  });

  it('stop at the edges, and leave other keys to the browser', () => {
    expect(placeAfter('ArrowUp', 0, 0)).toEqual([0, 0]);
    expect(placeAfter('ArrowLeft', 0, 0)).toEqual([0, 0]);
    expect(placeAfter('ArrowDown', 11, 2)).toEqual([11, 2]);
    expect(placeAfter('ArrowRight', 11, 2)).toEqual([11, 2]);
    expect(placeAfter('PageDown', 11, 2)).toEqual([11, 2]);
    expect(placeAfter('PageUp', 0, 0)).toEqual([0, 0]);
    expect(placeAfter('Tab', 3, 1)).toBeUndefined();
  });

  it('start at the cell that an address names, or else at the first account', () => {
    const groups = gridOf(CELLS, CELLS);
    expect(positionOf(groups, { account: A, region: 'us-east-1' })).toEqual({ row: 6, column: 2 });
    expect(positionOf(groups, { account: A })).toEqual({ row: 6, column: 0 });
    expect(positionOf(groups, { account: 'nobody', region: 'nowhere' })).toEqual({ row: 1, column: 0 });
  });
});

describe('the details of a cell', () => {
  const textOf = (of: CoverageCell | undefined, region = 'eu-west-1'): string =>
    renderToStaticMarkup(
      <CellDetail
        id="detail"
        row={{ account: A, cells: new Map(of === undefined ? [] : [[of.region, of]]) }}
        region={region}
        parameters={{}}
      />,
    ).replaceAll(/<[^>]+>/g, '');

  it('say since when it is not known, and why', () => {
    const text = textOf(
      cell('eu-west-1', {
        outcome: 'denied',
        as_of: '2026-11-18T06:00:00Z',
        rows: 2,
        error_code: 'AccessDenied',
        error_message: 'no \u202e policy',
      }),
    );
    expect(text).toContain('denied: A policy or the role does not allow reading. AccessDenied: no U+202E policy');
    expect(text).toContain('Last read: 2026-11-18 06:00 UTC. 2 builds shown.');
  });

  it('tell a target that was never read from one that was not to be read', () => {
    expect(textOf(cell('eu-west-1', { outcome: 'timed_out', as_of: null, rows: 0 }))).toContain(
      'Last read: never. 0 builds shown.',
    );
    expect(textOf(undefined)).toContain('was not among those that the run was to read');
  });

  it('say how many builds lack their document', () => {
    expect(textOf(cell('eu-west-1', { outcome: 'partial', rows: 3, rows_without_detail: 1 }))).toContain(
      'Last read: in this run. 3 builds shown, 1 without its document.',
    );
  });
});
