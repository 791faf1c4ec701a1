import fc from 'fast-check';
import type { Column, RowOf, Table } from '../../lambda/contract/column';
import { isRow } from '../../lambda/contract/validation';

/** Any UTF-16, lone surrogates, quotes, newlines and line separators included. */
export const anyText = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00', '\n', '\r', '\u2028', '"', '\\', '\0')),
  )
  .map((pieces) => pieces.join(''));

const valuesOf = (column: Column): fc.Arbitrary<unknown> => {
  if (column.type === 'integer') return fc.maxSafeNat();
  if (column.values !== undefined) return fc.constantFrom(...column.values);
  return column.pattern === undefined ? anyText : fc.stringMatching(column.pattern);
};

/** Any row of a table. */
export const rowOf = <T extends Table>(table: T): fc.Arbitrary<RowOf<T>> =>
  fc
    .record(
      Object.fromEntries(
        table.columns.map((column) => [column.name, column.nullable ? fc.option(valuesOf(column)) : valuesOf(column)]),
      ),
      { noNullPrototype: true },
    )
    .map((row) => {
      if (isRow(table, row)) return row;
      throw new Error(`the generator and the contract disagree about ${table.name}`);
    });

/** A row with one thing wrong with it. */
export const brokenRowOf = (table: Table): fc.Arbitrary<unknown> => {
  const name = fc.constantFrom(...table.columns.map((column) => column.name));
  const wrong = fc.oneof(fc.constantFrom(null, -1, 0.5, 2 ** 53, 1e300, '', '1234', 'complete', true, [], {}), anyText);
  const breakage = fc.oneof(
    fc.record({ name, value: wrong }).map(({ name, value }) => ({ [name]: value })),
    name.map((name) => ({ [name]: undefined })),
    fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, maxKeys: 2 }),
  );
  const broken = fc.tuple(rowOf(table), breakage).map(([row, part]) => JSON.parse(JSON.stringify({ ...row, ...part })));
  return fc.oneof({ weight: 9, arbitrary: broken }, { weight: 1, arbitrary: fc.jsonValue() });
};
