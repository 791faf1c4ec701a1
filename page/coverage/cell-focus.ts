import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type AskedCell, type Grid, type Position, positionAfter, positionOf } from './grid';

type ScrollTo = (row: number) => void;

/** Moves the focus from cell to cell by keyboard: one cell of the grid can be reached by Tab, the one that had it last. */
export const useCellFocus = (list: RefObject<HTMLElement | null>, grid: Grid, asked: AskedCell) => {
  const [chosen, choose] = useState(() => positionOf(grid, asked));
  const active = within(chosen, grid);
  const listenersOf = (scrollTo: ScrollTo) => ({
    onFocusIn: ({ target }: FocusEvent) => choose(placeOf(target, active)),
    onKeyDown: (event: KeyboardEvent) => {
      const next = positionAfter(event, active, grid);
      if (next === undefined) return;
      event.preventDefault();
      choose(next);
      scrollTo(next.row);
      // The row is drawn after this event.
      setTimeout(() => elementAt(list.current, next)?.focus());
    },
  });
  const useAsked = (scrollTo: ScrollTo): void =>
    useEffect(() => {
      if (asked.account === undefined) return;
      const position = positionOf(grid, asked);
      choose(position);
      scrollTo(position.row);
      setTimeout(() => elementAt(list.current, position)?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    }, [asked.account, asked.region]);
  return { active, listenersOf, useAsked };
};

/** A filter may have taken away the place that was chosen. */
const within = ({ row, column }: Position, { rows, regions }: Grid): Position => ({
  row: Math.min(row, rows.length - 1),
  column: Math.min(column, regions.length),
});

const elementAt = (list: HTMLElement | null, { row, column }: Position): HTMLElement | null => {
  const found = list?.querySelector(`[data-row="${row}"]`);
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
