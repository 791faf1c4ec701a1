import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';

const PAGE_ROWS = 15;

/**
 * Moves the focus from row to row by keyboard. The row that has it is kept, wherever the list is scrolled to: one that is
 * taken away would lose it.
 */
export const useRowFocus = (region: RefObject<HTMLElement | null>, count: number) => {
  const [kept, setKept] = useState<number>();
  const focusRow = (row: number, scrollTo: (row: number) => void): void => {
    setKept(row);
    scrollTo(row);
    // The row is drawn after this event.
    setTimeout(() => focusable(region.current?.querySelector(`[data-row="${row}"]`))?.focus());
  };
  const listenersOf = (scrollTo: (row: number) => void) => ({
    onFocusIn: ({ target }: FocusEvent) => setKept(rowOf(target)),
    // A row that is taken away gives the focus to nobody: the next one is being drawn.
    onFocusOut: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) setKept(rowOf(relatedTarget));
    },
    onKeyDown: (event: KeyboardEvent) => {
      const next = nextRow(event.key, rowOf(event.target), count - 1);
      if (next === undefined) return;
      event.preventDefault();
      focusRow(next, scrollTo);
    },
  });
  return { kept, listenersOf };
};

/** The row that a key leads to; undefined where it leads to none. */
const nextRow = (key: string, row: number | undefined, last: number): number | undefined => {
  if (row === undefined) return undefined;
  const rows: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(row + 1, last),
    ArrowUp: Math.max(row - 1, 0),
    PageDown: Math.min(row + PAGE_ROWS, last),
    PageUp: Math.max(row - PAGE_ROWS, 0),
    Home: 0,
    End: last,
  };
  return rows[key];
};

const focusable = (row: Element | null | undefined): HTMLElement | null =>
  row?.querySelector<HTMLElement>('a[href], button') ?? null;

const rowOf = (target: EventTarget | null): number | undefined => {
  const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : undefined;
  return row === null || row === undefined ? undefined : Number(row);
};
