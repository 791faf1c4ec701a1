import { join } from 'node:path';
import type { Column, ColumnType, Table } from '../../lambda/contract/column';
import { PARTITION_COLUMN } from '../../lambda/contract/layout';

/** DDSQL's json and hstore_csv are text, as they are in the lake and in Athena. */
const DUCKDB_TYPES = {
  string: 'VARCHAR',
  json: 'VARCHAR',
  hstore_csv: 'VARCHAR',
  integer: 'BIGINT',
} as const satisfies Record<ColumnType, string>;

/** A row is one line; DuckDB refuses a longer one than this. */
const LONGEST_LINE_BYTES = 48 * 1024 * 1024;

/** The pattern of the files of a table in a lake at an absolute path. */
export const filesOf = (table: Table, lakePath: string): string =>
  join(escapeGlob(lakePath), table.name, table.partitioned ? `${PARTITION_COLUMN}=*` : '', '*.ndjson.gz');

/** Characters of a folder's own name that a pattern would take for its own. */
export const escapeGlob = (path: string): string => path.replaceAll(/[*?[]/g, '[$&]');

/** The SELECT behind a table: the columns that the contract names, by their names, and nothing guessed from content. */
export const selectFrom = (table: Table, files: string): string => {
  const columns = table.columns.map((column) => `${quoteName(column.name)}: '${DUCKDB_TYPES[column.type]}'`);
  const partition = table.partitioned ? `, hive_types = {${PARTITION_COLUMN}: VARCHAR}` : '';
  return (
    `SELECT * FROM read_json(${quote(files)}, format = 'newline_delimited', compression = 'gzip', ` +
    `columns = {${columns.join(', ')}}, maximum_object_size = ${LONGEST_LINE_BYTES}, ` +
    `hive_partitioning = ${table.partitioned}, hive_types_autocast = false${partition})`
  );
};

/** The same columns without a row: DuckDB refuses a pattern that no file matches. */
export const selectNothing = (table: Table): string => {
  const columns = table.columns.map((column) => nullOf(column.name, column.type));
  const partition = table.partitioned ? [nullOf(PARTITION_COLUMN, 'string')] : [];
  return `SELECT ${[...columns, ...partition].join(', ')} WHERE false`;
};

const nullOf = (name: Column['name'], type: ColumnType): string => `NULL::${DUCKDB_TYPES[type]} AS ${quoteName(name)}`;

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
