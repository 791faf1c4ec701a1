import { TABLES } from '../../../lambda/contract/tables';
import { VIEWS } from '../../../lambda/contract/views/views';
import { type LakeDatabase, openLakeDatabase, type QueryResult } from '../../../local/duckdb/duckdb';

/** What Athena's engine calls by another name than DuckDB; the views and saved queries are written for Athena. */
const MACROS = ['CREATE MACRO json_format(content) AS CAST(content AS varchar)'];

/** Tables and views stand without a database: in Athena, that of the query or of the view is used. */
const qualified = (sql: string): string =>
  [...TABLES, ...VIEWS].reduce(
    (text, { name }) => text.replaceAll(new RegExp(`(FROM|JOIN) ${name}\\b`, 'g'), `$1 aws.${name}`),
    sql,
  );

export interface AthenaLike {
  /** Asks in Athena's SQL, with the views, on a given day. */
  ask(sql: string): Promise<QueryResult>;
  close(): void;
}

/** A lake in a directory, asked as the one in S3 is. */
export const openAsAthena = async (lake: string, today: string): Promise<AthenaLike> => {
  const database: LakeDatabase = await openLakeDatabase(lake);
  for (const macro of MACROS) await database.query(macro);
  const inDuckDb = (sql: string): string =>
    qualified(sql)
      .replaceAll('current_date', `DATE '${today}'`)
      .replaceAll('CAST(json_parse(parameters) AS array(json))', "json_extract(parameters, '$[*]')");
  const views = VIEWS.map(({ name, sql }) => `CREATE OR REPLACE VIEW aws.${name} AS ${inDuckDb(sql)}`);
  return {
    // The views anew each time, as the tables are.
    ask: (sql) => database.query([...views, inDuckDb(sql)].join(';\n')),
    close: () => database.close(),
  };
};
