import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useReducer, useState } from 'preact/hooks';

interface RowsOptions {
  readonly count: number;
  readonly rowHeight: number;
  readonly region: RefObject<HTMLElement | null>;
  /** A row that stays, wherever the list is scrolled to: the one that has the focus. */
  readonly kept: number | undefined;
  /** Where the list is scrolled to at first. */
  readonly offset: number;
}

/** So many rows beyond what is in sight that a fast wheel does not outrun them. */
const OVERSCAN = 60;

/** Until the region is measured. */
const FIRST_RECT = { width: 1000, height: 800 };

/** The rows of a long list that are in sight, and those near them. */
export const useVirtualRows = ({ count, rowHeight, region, kept, offset }: RowsOptions) => {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  // A new function where the kept row changes: the virtualizer remembers its answer by its identity.
  const rangeExtractor = useCallback(
    (range: Range) => withRow(defaultRangeExtractor(range), kept, count),
    [kept, count],
  );
  const options = {
    count,
    getScrollElement: () => region.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    initialRect: FIRST_RECT,
    initialOffset: offset,
    rangeExtractor,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: redraw,
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  const items: readonly VirtualItem[] = virtualizer.getVirtualItems();
  return { items, height: virtualizer.getTotalSize(), scrollTo: (row: number) => virtualizer.scrollToIndex(row) };
};

const withRow = (rows: number[], row: number | undefined, count: number): number[] => {
  if (row === undefined || row >= count || rows.includes(row)) return rows;
  return [...rows, row].sort((a, b) => a - b);
};
