import type { Column, RowOf, Table } from './column';
import { object } from './object-shape';
import { count, described, faultsBy, oneOf, orNull, type Shape, text, textLike } from './shape';

const valueShape = (column: Column): Shape<unknown> => {
  if (column.type === 'integer') return count(0);
  if (column.values !== undefined) return oneOf(column.values);
  return column.pattern === undefined ? text : textLike(column.pattern);
};

const columnShape = (column: Column): Shape<unknown> => {
  const shape = valueShape(column);
  const annotations = column.type === 'json' ? { contentMediaType: 'application/json' } : {};
  return described(column.description, column.nullable ? orNull(shape) : shape, annotations);
};

const shapes = new WeakMap<Table, Shape<unknown>>();

/** The shape of a row; made once for each table, since every row is checked by it. */
export const rowShape = (table: Table): Shape<unknown> => {
  const known = shapes.get(table);
  if (known !== undefined) return known;
  const shape = object(Object.fromEntries(table.columns.map((column) => [column.name, columnShape(column)])));
  shapes.set(table, shape);
  return shape;
};

/** Whether a value is a row of the table: every column, no other member, each of its type. Allocates nothing. */
export const isRow = <T extends Table>(table: T, value: unknown): value is RowOf<T> => rowShape(table).is(value);

/**
 * Everything that keeps a value from being a row of the table, each fault beginning with the column. Says of a text
 * only how long it is, since `data`, `before` and `after` may hold secrets.
 */
export const faultsOf = (table: Table, value: unknown): readonly string[] => faultsBy(rowShape(table), value);
