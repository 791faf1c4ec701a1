import type { Column, RowOf, Table } from './column';
import { object } from './object-shape';
import { count, described, faultsBy, oneOf, orNull, respelled, type Shape, since, text, textLike } from './shape';

const textShape = ({ values, pattern, respell }: Column): Shape<unknown> => {
  if (values !== undefined) return oneOf(values);
  const shape = pattern === undefined ? text : textLike(pattern);
  return respell === undefined ? shape : respelled(shape, respell);
};

const columnShape = (column: Column): Shape<unknown> => {
  const shape = column.type === 'integer' ? count(0) : textShape(column);
  const annotations = column.type === 'json' ? { contentMediaType: 'application/json' } : {};
  const whole = described(column.description, column.nullable ? orNull(shape) : shape, annotations);
  return column.since === undefined ? whole : since(column.since.version, whole, column.since.before);
};

/** The shapes of a table's rows: today's, and those of the versions that were asked for. */
interface RowShapes {
  readonly today: Shape<unknown>;
  readonly byVersion: Map<number, Shape<unknown>>;
}

const shapes = new WeakMap<Table, RowShapes>();

const shapesOf = (table: Table): RowShapes => {
  const known = shapes.get(table);
  if (known !== undefined) return known;
  const today = object(Object.fromEntries(table.columns.map((column) => [column.name, columnShape(column)])));
  const made = { today, byVersion: new Map<number, Shape<unknown>>() };
  shapes.set(table, made);
  return made;
};

/**
 * The shape of a row; made once, since every row is checked by it.
 *
 * @param version the schema version that the row was written with; without it, today's
 */
export const rowShape = (table: Table, version?: number): Shape<unknown> => {
  const { today, byVersion } = shapesOf(table);
  if (version === undefined) return today;
  const shape = byVersion.get(version) ?? today.asOf(version);
  byVersion.set(version, shape);
  return shape;
};

/** Whether a value is a row of the table: every column, no other member, each of its type. Allocates nothing. */
export const isRow = <T extends Table>(table: T, value: unknown): value is RowOf<T> => rowShape(table).is(value);

/**
 * Everything that keeps a value from being a row of the table, each fault beginning with the column. Says of a text
 * only how long it is, since `data`, `before` and `after` may hold secrets.
 */
export const faultsOf = (table: Table, value: unknown, version?: number): readonly string[] =>
  faultsBy(rowShape(table, version), value);

/**
 * A row that was written with a schema version, as it is spelled today: the very same value where there is no
 * difference. Undefined where the value is no row of that version.
 */
export const upgradedRow = <T extends Table>(table: T, value: unknown, version?: number): RowOf<T> | undefined => {
  if (!rowShape(table, version).is(value)) return undefined;
  const row = rowShape(table).upgraded(value);
  return isRow(table, row) ? row : undefined;
};
