/**
 * The vocabulary in which the tables are written down. `json` and `hstore_csv` are DDSQL's types: both are stored as
 * text (JSON text, PostgreSQL hstore text), never as nested objects, so that no reader has anything to guess.
 */
export type ColumnType = 'string' | 'json' | 'hstore_csv' | 'integer';

/** One column: written once, everything else (types, Glue, JSON Schema, DuckDB, documentation) is derived from it. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly description: string;
  /** The closed list of values, where there is one. */
  readonly values?: readonly string[];
  /** What every value matches, where the form of the text is ours to promise. */
  readonly pattern?: RegExp;
  /**
   * Of a column that a later schema version added: that version, and what a line from before is read to say (null, where
   * the column may be null).
   */
  readonly since?: { readonly version: number; readonly before: string | number | null };
  /** Turns a spelling that earlier programs wrote into that of today. Gives back the very same text where it is. */
  readonly respell?: (text: string) => string;
}

export interface Table {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  /** Whether the table has a Hive partition `dt=YYYY-MM-DD` for each UTC day. */
  readonly partitioned: boolean;
}

type ValueOf<C extends Column> = C['type'] extends 'integer'
  ? number
  : C extends { readonly values: readonly (infer V)[] }
    ? V
    : string;

/** The TypeScript type of one row of a table, derived from its columns. */
export type RowOf<T extends Table> = {
  readonly [C in T['columns'][number] as C['name']]: ValueOf<C> | (C['nullable'] extends true ? null : never);
};
