import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isRead } from '../../lambda/contract/outcome';
import type { Parameters } from '../address';
import { useVirtualRows } from '../list/virtual-rows';
import { Rows } from '../list/virtual-table';
import type { CoverageCell } from '../report-data';
import { Shown } from '../shown';
import { CellDetail } from './cell-detail';
import { type Grid, type GridRow, type Position, positionAfter, positionOf } from './grid';
import { OutcomeMark } from './outcome-mark';

interface CoverageGridProps {
  readonly grid: Grid;
  readonly parameters: Parameters<'coverage'>;
}

const ROW_HEIGHT = 44;

const DETAIL_ID = 'cell-detail';

/** Account × Region as a grid: one cell takes the focus, and the arrows lead from cell to cell. */
export const CoverageGrid = ({ grid, parameters }: CoverageGridProps): VNode => {
  const region = useRef<HTMLElement>(null);
  const { account, region: askedRegion } = parameters;
  const [chosen, choose] = useState(() => positionOf(grid, account, askedRegion));
  const active = within(chosen, grid);
  const { items, height, scrollTo } = useVirtualRows({
    count: grid.rows.length,
    rowHeight: ROW_HEIGHT,
    region,
    kept: active.row,
    offset: 0,
  });
  useEffect(() => {
    if (account === undefined) return;
    const asked = positionOf(grid, account, askedRegion);
    choose(asked);
    scrollTo(asked.row);
    setTimeout(() => elementAt(region.current, asked)?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  }, [account, askedRegion]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = positionAfter(event, active, grid);
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    scrollTo(next.row);
    // The row is drawn after this event.
    setTimeout(() => elementAt(region.current, next)?.focus());
  };
  const row = grid.rows[active.row];
  return (
    <div>
      <section class="grid" ref={region} aria-label="Accounts and Regions">
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is made of the elements of a table
          role="grid"
          aria-label="Outcomes by account and Region"
          aria-rowcount={grid.rows.length + 1}
          aria-colcount={grid.regions.length + 1}
        >
          <Head regions={grid.regions} />
          <tbody onKeyDown={onKeyDown} onFocusIn={({ target }) => choose(placeOf(target, active))}>
            <Rows
              rows={items}
              height={height}
              columns={grid.regions.length + 1}
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

/** A filter may have taken away the place that was chosen. */
const within = ({ row, column }: Position, { rows, regions }: Grid): Position => ({
  row: Math.min(row, rows.length - 1),
  column: Math.min(column, regions.length),
});

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
        <td key={region} aria-colindex={index + 2} {...focusable(index + 1, active)}>
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

const Outcome = ({ cell }: { readonly cell: CoverageCell | undefined }): VNode => {
  if (cell === undefined) return <span class="none">not planned</span>;
  return (
    <>
      <OutcomeMark outcome={cell.outcome} />
      {!isRead(cell.outcome) && <small>{cell.as_of === null ? 'never read' : `read ${cell.as_of.slice(0, 10)}`}</small>}
    </>
  );
};

const elementAt = (region: HTMLElement | null, { row, column }: Position): HTMLElement | null => {
  const found = region?.querySelector(`[data-row="${row}"]`);
  // The heading of a group is a single cell.
  return (
    found?.querySelector<HTMLElement>(`[data-column="${column}"]`) ??
    found?.querySelector<HTMLElement>('[tabindex]') ??
    null
  );
};

/** The place of a cell. The heading of a group stands in every column: the one that the focus came from stays. */
const placeOf = (target: EventTarget | null, from: Position): Position => {
  const cell = target instanceof Element ? target.closest('[tabindex]') : null;
  const row = cell?.closest('[data-row]')?.getAttribute('data-row');
  if (row === null || row === undefined) return from;
  return { row: Number(row), column: Number(cell?.getAttribute('data-column') ?? from.column) };
};
