import type { DuckDBConnection } from '@duckdb/node-api';
import { QueryError } from './query-error';
import { quote } from './table';

const ONLY_READS = 'a query only reads';
const MADE_OF_TEXT = 'it runs SQL that nobody could look at before. Write that SQL itself';

/** What a SELECT may call that does more than read, or runs SQL that nobody could look at before. */
const REFUSALS: Readonly<Record<string, string>> = {
  // Over a folder that it may not write to, DuckDB ends the whole process; into the lake, it writes.
  enable_logging: ONLY_READS,
  enable_profiling: ONLY_READS,
  import_database: MADE_OF_TEXT,
  json_execute_serialized_sql: MADE_OF_TEXT,
  query: MADE_OF_TEXT,
};

/** Throws a QueryError where the SQL calls a function that is refused. */
export const refuseFunctions = async (connection: DuckDBConnection, sql: string): Promise<void> => {
  const called = await calledFunctions(connection, sql);
  const name = Object.keys(REFUSALS).find((refused) =>
    called === undefined ? holdsWord(sql, refused) : called.has(refused),
  );
  if (name === undefined) return;
  const where = called === undefined ? ', even as a word, in what is no plain SELECT' : '';
  throw new QueryError(`${name} is refused${where}: ${REFUSALS[name]}.`);
};

/** The functions that SELECTs call, as DuckDB itself reads them; undefined where it is not SELECTs alone. */
const calledFunctions = async (connection: DuckDBConnection, sql: string): Promise<Set<string> | undefined> => {
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${quote(sql)})`);
  const names = new Set<string>();
  const tree: unknown = JSON.parse(String(reader.value(0, 0)), (member, value: unknown) => {
    if (member === 'function_name') names.add(String(value).toLowerCase());
    return value;
  });
  return Object(tree).error === false ? names : undefined;
};

const holdsWord = (sql: string, word: string): boolean => new RegExp(`\\b${word}\\b`, 'i').test(sql);
