import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { isRead } from '../../lambda/contract/outcome';
import type { Parameters } from '../address';
import { useVirtualRows } from '../list/virtual-rows';
import { Rows } from '../list/virtual-table';
import type { CoverageCell } from '../report-data';
import { Shown } from '../shown';
import { CellDetail } from './cell-detail';
import { useCellFocus } from './cell-focus';
import type { Grid, GridRow } from './grid';
import { OutcomeMark } from './outcome-mark';

interface CoverageGridProps {
  readonly grid: Grid;
  readonly parameters: Parameters<'coverage'>;
}

const ROW_HEIGHT = 44;

const DETAIL_ID = 'cell-detail';

/** Account × Region as a grid: one cell takes the focus, and the arrows lead from cell to cell. */
export const CoverageGrid = ({ grid, parameters }: CoverageGridProps): VNode => {
  const list = useRef<HTMLElement>(null);
  const { active, listenersOf, useAsked } = useCellFocus(list, grid, parameters);
  const { items, height, scrollTo } = useVirtualRows({
    count: grid.rows.length,
    rowHeight: ROW_HEIGHT,
    region: list,
    kept: active.row,
    offset: 0,
  });
  useAsked(scrollTo);
  const row = grid.rows[active.row];
  return (
    <div>
      <section class="grid" ref={list} aria-label="Accounts and Regions">
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is made of the elements of a table
          role="grid"
          aria-label="Outcomes by account and Region"
          aria-rowcount={grid.rows.length + 1}
          aria-colcount={grid.regions.length + 1}
        >
          <Head regions={grid.regions} />
          <tbody {...listenersOf(scrollTo)}>
            <Rows
              rows={items}
              height={height}
              keyOf={(index) => keyOf(grid.rows[index])}
              cells={(index) => (
                <Cells grid={grid} row={grid.rows[index]} active={index === active.row ? active.column : undefined} />
              )}
            />
          </tbody>
        </table>
      </section>
      <CellDetail
        id={DETAIL_ID}
        row={row !== undefined && 'account' in row ? row : undefined}
        region={grid.regions[active.column - 1]}
        parameters={parameters}
      />
    </div>
  );
};

const keyOf = (row: GridRow | undefined): string =>
  row === undefined ? '' : 'heading' in row ? row.heading : row.account;

const Head = ({ regions }: Pick<Grid, 'regions'>): VNode => (
  <thead>
    <tr aria-rowindex={1}>
      <th scope="col" aria-colindex={1}>
        Account
      </th>
      {regions.map((region, index) => (
        <th key={region} scope="col" aria-colindex={index + 2}>
          <Shown text={region} />
        </th>
      ))}
    </tr>
  </thead>
);

interface CellsProps {
  readonly grid: Grid;
  readonly row: GridRow | undefined;
  /** The column that takes the focus; undefined where it is not in this row. */
  readonly active: number | undefined;
}

const Cells = ({ grid: { regions }, row, active }: CellsProps): VNode | null => {
  if (row === undefined) return null;
  if ('heading' in row)
    return (
      <th
        scope="rowgroup"
        class="group"
        colSpan={regions.length + 1}
        aria-colindex={1}
        tabIndex={active === undefined ? -1 : 0}
      >
        <span>{row.heading}</span>
      </th>
    );
  return (
    <>
      <th scope="row" aria-colindex={1} {...focusable(0, active)}>
        {row.account}
      </th>
      {regions.map((region, index) => (
        <td
          key={region}
          class={isUnread(row.cells.get(region)) ? 'unread' : undefined}
          aria-colindex={index + 2}
          {...focusable(index + 1, active)}
        >
          <Outcome cell={row.cells.get(region)} />
        </td>
      ))}
    </>
  );
};

const focusable = (column: number, active: number | undefined) => ({
  tabIndex: column === active ? 0 : -1,
  'data-column': column,
  'aria-describedby': column === active ? DETAIL_ID : undefined,
});

const isUnread = (cell: CoverageCell | undefined): boolean => cell !== undefined && !isRead(cell.outcome);

const Outcome = ({ cell }: { readonly cell: CoverageCell | undefined }): VNode => {
  if (cell === undefined) return <span class="none">not planned</span>;
  return (
    <>
      <OutcomeMark outcome={cell.outcome} />
      {isUnread(cell) && <small>{cell.as_of === null ? 'never read' : `read ${cell.as_of.slice(0, 10)}`}</small>}
    </>
  );
};
