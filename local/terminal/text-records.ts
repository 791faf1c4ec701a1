import { displayWidth } from './display-width';
import { textCell } from './text-cell';
import type { TextColumn } from './text-table';

/** Rows for people, one line for each value: for rows of so many columns that a table would show little of each. */
export const textRecords = (
  columns: readonly TextColumn[],
  rows: readonly (readonly unknown[])[],
  width = Number.POSITIVE_INFINITY,
): string => {
  const names = columns.map((column) => textCell(column.name, width));
  const widest = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0);
  return rows
    .flatMap((row, index) => [
      `── row ${index + 1} ──`,
      ...names.map((name, column) => {
        const padded = name + ' '.repeat(widest - displayWidth(name));
        return `${padded}  ${textCell(row[column] ?? null, Math.max(1, width - widest - 2))}`.trimEnd();
      }),
    ])
    .join('\n');
};
