import type { ColumnType } from '../../lambda/contract/column';
import type { View } from '../../lambda/contract/views/view';

const PRESTO_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'varchar',
  json: 'varchar',
  hstore_csv: 'varchar',
  integer: 'bigint',
};

/** The catalog of Glue's tables, as Athena names it. */
const CATALOG = 'awsdatacatalog';

/**
 * A view as Athena stores it in ViewOriginalText: JSON, in base64, in a comment. Trino reads the same.
 *
 * runAsInvoker: the tables are read with the permissions of whoever asks.
 */
export const prestoView = (view: View, databaseName: string): string => {
  const definition = {
    originalSql: view.sql,
    catalog: CATALOG,
    schema: databaseName,
    columns: view.columns.map(({ name, type }) => ({ name, type: PRESTO_TYPES[type] })),
    runAsInvoker: true,
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`;
};
