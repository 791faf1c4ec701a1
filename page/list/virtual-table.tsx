import { type ComponentChildren, Fragment, type VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { MOST_PRINTED, NotPrinted } from './not-printed';
import { printing } from './printing';
import { useRowFocus } from './row-focus';
import { useScrollOffset } from './scroll-offset';
import { useVirtualRows } from './virtual-rows';

interface VirtualTableProps {
  /** What the table lists, for those who do not see it. */
  readonly label: string;
  /** The address of what is listed. */
  readonly place: string;
  /** The row of headings. */
  readonly head: ComponentChildren;
  readonly count: number;
  /** Names the row, however the list is sorted. */
  readonly keyOf: (row: number) => string;
  /** The cells of a row. The first link or button in them takes the focus. */
  readonly cells: (row: number) => ComponentChildren;
}

const ROW_HEIGHT = 36;

/** A table of any length, in a region of its own that scrolls. All rows are of one height. */
export const VirtualTable = (props: VirtualTableProps): VNode => {
  const { count, label, head, place } = props;
  const region = useRef<HTMLElement>(null);
  const offset = useScrollOffset(region, place);
  const { kept, listenersOf } = useRowFocus(region, count);
  const { items, height, scrollTo } = useVirtualRows({ count, rowHeight: ROW_HEIGHT, region, kept, offset });
  const isPrinted = printing.value;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section class="rows" ref={region} aria-label={label} tabIndex={0}>
        <table aria-rowcount={count + 1}>
          <thead>{head}</thead>
          <tbody {...listenersOf(scrollTo)}>
            <Rows rows={isPrinted ? printedRows(count) : items} height={isPrinted ? 0 : height} {...props} />
          </tbody>
        </table>
      </section>
      {isPrinted && count > MOST_PRINTED && <NotPrinted count={count - MOST_PRINTED} />}
    </>
  );
};

interface Placed {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

const printedRows = (count: number): readonly Placed[] =>
  Array.from({ length: Math.min(count, MOST_PRINTED) }, (_, index) => ({ index, start: 0, end: 0 }));

interface RowsProps extends Pick<VirtualTableProps, 'cells' | 'keyOf'> {
  readonly rows: readonly Placed[];
  readonly height: number;
}

/** Rows out of sight leave their room empty. */
export const Rows = ({ rows, height, cells, keyOf }: RowsProps): VNode => (
  <>
    {rows.map(({ index, start }, place) => (
      <Fragment key={keyOf(index)}>
        <Gap height={start - (rows[place - 1]?.end ?? 0)} />
        <tr data-row={index} aria-rowindex={index + 2} class={index % 2 === 0 ? 'even' : 'odd'}>
          {cells(index)}
        </tr>
      </Fragment>
    ))}
    <Gap height={height - (rows.at(-1)?.end ?? 0)} />
  </>
);

/** Of one cell, and not of as many as a row has: in a narrow window some columns are not there. */
const Gap = ({ height }: { readonly height: number }): VNode | null =>
  height <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table cannot have the focus
    <tr class="gap" aria-hidden="true" style={{ height: `${height}px` }}>
      <td />
    </tr>
  );
