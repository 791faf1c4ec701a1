import { displayWidth, shorten } from './display-width';
import { textCell } from './text-cell';

export interface TextColumn {
  readonly name: string;
  /** DuckDB's name of the type, such as VARCHAR: numbers are set to the right, and never shortened. */
  readonly type: string;
}

const GAP = '  ';
const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

const isNumber = (column: TextColumn | undefined): boolean => column !== undefined && NUMBER.test(column.type);

/**
 * A table for people, each row on one line: no line is wider than `width`, so long as its columns can have a few
 * characters each. Long cells end in …, a null is NULL, and what would break the line is escaped.
 */
export const textTable = (
  columns: readonly TextColumn[],
  rows: readonly (readonly unknown[])[],
  width = Number.POSITIVE_INFINITY,
): string => {
  const table = [columns.map((column) => column.name), ...rows].map((row) =>
    row.map((value) => textCell(value, width)),
  );
  const widths = columnWidths(columns, table, width);
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, index) => set(cell, widths[index] ?? 0, isNumber(columns[index])))
      .join(GAP)
      .trimEnd();
  const [head = [], ...body] = table;
  return [lineOf(head), widths.map((each) => '─'.repeat(each)).join(GAP), ...body.map(lineOf)].join('\n');
};

const columnWidths = (
  columns: readonly TextColumn[],
  table: readonly (readonly string[])[],
  width: number,
): readonly number[] => {
  const wanted = columns.map((_, index) =>
    table.reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? '')), 0),
  );
  const numbers = wanted.filter((_, index) => isNumber(columns[index])).reduce((sum, each) => sum + each, 0);
  const texts = wanted.filter((_, index) => !isNumber(columns[index]));
  const widest = widestText(texts, width - numbers - GAP.length * (columns.length - 1));
  return wanted.map((each, index) => (isNumber(columns[index]) ? each : Math.min(each, widest)));
};

/** The greatest width that texts may have, so that all fit: short ones keep their own, the long ones share the rest. */
const widestText = (texts: readonly number[], room: number): number => {
  let left = room;
  const ascending = texts.toSorted((a, b) => a - b);
  for (const [index, text] of ascending.entries()) {
    const share = Math.floor(left / (texts.length - index));
    if (text > share) return Math.max(1, share);
    left -= text;
  }
  return Number.POSITIVE_INFINITY;
};

const set = (cell: string, width: number, right: boolean): string => {
  const line = shorten(cell, width);
  const padding = ' '.repeat(Math.max(0, width - displayWidth(line)));
  return right ? padding + line : line + padding;
};
