import type { Column, Table } from '../column';

/**
 * A view over the tables. Its SQL names them without a database: they are looked for where the view stands. It keeps to
 * what Athena's engine (Trino) and DuckDB have in common, and to what local/duckdb/athena.ts lends to DuckDB.
 */
export interface View {
  readonly name: string;
  readonly description: string;
  /** What the SQL selects, in its order. */
  readonly columns: readonly Column[];
  readonly sql: string;
}

/** Columns that a view takes over from a table, as the table has them. */
export const columnsOf = (table: Table, ...names: readonly string[]): readonly Column[] =>
  names.map((name) => {
    const column = table.columns.find((each) => each.name === name);
    if (column === undefined) throw new TypeError(`${table.name} has no column ${name}`);
    return column;
  });

export const REGION: Column = {
  name: 'region',
  type: 'string',
  nullable: false,
  description: 'The Region of the workflow, from its ARN.',
};
