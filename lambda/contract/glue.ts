import type { ColumnType, Table } from './column';
import { PARTITION_COLUMN } from './layout';

/**
 * A column as Glue has it.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html
 */
interface GlueColumn {
  readonly Name: string;
  readonly Type: string;
  /** At most 255 characters. */
  readonly Comment: string;
}

const GLUE_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  json: 'string',
  hstore_csv: 'string',
  integer: 'bigint',
};

const PARTITION_DESCRIPTION = 'The partition: the UTC day of the scheduled time of the run, YYYY-MM-DD.';

export const glueColumns = (table: Table): readonly GlueColumn[] =>
  table.columns.map(({ name, type, description }) => ({ Name: name, Type: GLUE_TYPES[type], Comment: description }));

/** The partition keys, which Glue keeps apart from the columns; none for a table that is one object. */
export const gluePartitionKeys = (table: Table): readonly GlueColumn[] =>
  table.partitioned ? [{ Name: PARTITION_COLUMN, Type: 'string', Comment: PARTITION_DESCRIPTION }] : [];
