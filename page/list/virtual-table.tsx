import { type ComponentChildren, Fragment, type RefObject, type VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { counted } from '../counted';
import { printing } from './printing';
import { useVirtualRows } from './virtual-rows';

interface VirtualTableProps {
  /** What the table lists, for those who do not see it. */
  readonly label: string;
  /** The row of headings. */
  readonly head: ComponentChildren;
  readonly columns: number;
  readonly count: number;
  /** Names the row, however the list is sorted. */
  readonly keyOf: (row: number) => string;
  /** The cells of a row. The first link or button in them takes the focus. */
  readonly cells: (row: number) => ComponentChildren;
}

const ROW_HEIGHT = 36;

/** On paper a list ends here, and says so. */
const MOST_PRINTED = 1000;

/** A table of any length, in a region of its own that scrolls. All rows are of one height. */
export const VirtualTable = (props: VirtualTableProps): VNode => {
  const region = useRef<HTMLElement>(null);
  const [kept, setKept] = useState<number>();
  useScrollOffset(region);
  const { items, height, scrollTo } = useVirtualRows({ count: props.count, rowHeight: ROW_HEIGHT, region, kept });
  const rows = printing.value ? printedRows(props.count) : items;
  const focusRow = (row: number): void => {
    if (row < 0 || row >= props.count) return;
    setKept(row);
    scrollTo(row);
    // The row is drawn after this event.
    setTimeout(() => focusable(region.current?.querySelector(`[data-row="${row}"]`))?.focus());
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section class="rows" ref={region} aria-label={props.label} tabIndex={0}>
        <table aria-rowcount={props.count + 1}>
          <thead>{props.head}</thead>
          <tbody
            onFocusIn={(event) => setKept(rowOf(event.target))}
            // A row that is taken away while it has the focus gives it to nobody: the next one is being drawn.
            onFocusOut={({ relatedTarget }) => relatedTarget !== null && setKept(rowOf(relatedTarget))}
            onKeyDown={(event) => moveFocus(event, props.count, focusRow)}
          >
            <Rows rows={rows} height={printing.value ? 0 : height} {...props} />
          </tbody>
        </table>
      </section>
      {printing.value && props.count > MOST_PRINTED && (
        <p>
          {counted(props.count - MOST_PRINTED, 'row')} more, which are not printed: filter the list, or open the file.
        </p>
      )}
    </>
  );
};

/** Where lists were scrolled to, by the address of their view: whoever comes back finds the same rows. */
const offsets = new Map<string, number>();

const useScrollOffset = (region: RefObject<HTMLElement | null>): void => {
  useLayoutEffect(() => {
    const list = region.current;
    const { hash } = window.location;
    if (list !== null) list.scrollTop = offsets.get(hash) ?? 0;
    return () => {
      if (list !== null) offsets.set(hash, list.scrollTop);
    };
  }, []);
};

interface Placed {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

const printedRows = (count: number): readonly Placed[] =>
  Array.from({ length: Math.min(count, MOST_PRINTED) }, (_, index) => ({ index, start: 0, end: 0 }));

interface RowsProps extends Pick<VirtualTableProps, 'cells' | 'columns' | 'keyOf'> {
  readonly rows: readonly Placed[];
  readonly height: number;
}

/** Rows out of sight leave their room empty. */
const Rows = ({ rows, height, cells, columns, keyOf }: RowsProps): VNode => (
  <>
    {rows.map(({ index, start }, place) => (
      <Fragment key={keyOf(index)}>
        <Gap height={start - (rows[place - 1]?.end ?? 0)} columns={columns} />
        <tr data-row={index} aria-rowindex={index + 2} class={index % 2 === 0 ? 'even' : 'odd'}>
          {cells(index)}
        </tr>
      </Fragment>
    ))}
    <Gap height={height - (rows.at(-1)?.end ?? 0)} columns={columns} />
  </>
);

const Gap = ({ height, columns }: { readonly height: number; readonly columns: number }): VNode | null =>
  height <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table cannot have the focus
    <tr class="gap" aria-hidden="true" style={{ height: `${height}px` }}>
      <td colSpan={columns} />
    </tr>
  );

const focusable = (row: Element | null | undefined): HTMLElement | null =>
  row?.querySelector<HTMLElement>('a[href], button') ?? null;

const rowOf = (target: EventTarget | null): number | undefined => {
  const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : undefined;
  return row === null || row === undefined ? undefined : Number(row);
};

const PAGE_ROWS = 15;

const moveFocus = (event: KeyboardEvent, count: number, focusRow: (row: number) => void): void => {
  const row = rowOf(event.target);
  if (row === undefined) return;
  const rows: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: Math.min(row + PAGE_ROWS, count - 1),
    PageUp: Math.max(row - PAGE_ROWS, 0),
    Home: 0,
    End: count - 1,
  };
  const next = rows[event.key];
  if (next === undefined) return;
  event.preventDefault();
  focusRow(next);
};
