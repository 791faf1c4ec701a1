import { join, sep } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBResultReader,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
  StatementType,
} from '@duckdb/node-api';
import { TABLES } from '../../lambda/contract/tables';
import { VIEWS } from '../../lambda/contract/views/views';
import { CollectorError } from '../../lambda/errors';
import { messageOf } from '../../lambda/system-error';
import { pathOfLake } from '../lake/lake-folder';
import { ATHENA_FUNCTIONS, withDuckDbTypes } from './athena';
import { readTextsExactly } from './exact-text';
import { QueryError, toQueryError } from './query-error';
import { refuseFunctions } from './refused-functions';
import { escapeGlob, filesOf, quote, quoteName, selectFrom, selectNothing } from './table';

/** The tables and views lie in this schema, as in the Glue database of that name. */
const SCHEMA = 'aws';

interface ResultColumn {
  readonly name: string;
  /** DuckDB's name of the type, such as VARCHAR. */
  readonly type: string;
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  /** Values as JSON has them: integers as numbers where a number holds them exactly, otherwise as text. */
  readonly rows: readonly (readonly Json[])[];
}

export interface LakeDatabase {
  /** The answer of the last statement. Throws a QueryError that says what DuckDB says. */
  query(sql: string): Promise<QueryResult>;
  /** Ends the query under way. Until then, its threads would keep the process from ending. */
  interrupt(): void;
  close(): void;
}

/**
 * DuckDB in memory, with the tables and views of a directory lake in the schema `aws`. Each query reads the files anew.
 * Nothing is downloaded, nothing but the lake is read, and nothing is written but the scratch folder. Throws a LakeError
 * where there is no lake.
 *
 * @param scratchFolder made where a query needs more memory than there is; without one, such a query fails
 */
export const openLakeDatabase = async (folder: string, scratchFolder = ''): Promise<LakeDatabase> => {
  readTextsExactly();
  const lakePath = await pathOfLake(folder);
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    temp_directory: scratchFolder,
  });
  const connection = await instance.connect();
  await connection.run([...SETUP, ...confineTo(lakePath)].join(';\n'));
  return {
    query: async (sql) => {
      await defineTables(connection, lakePath);
      return withQueryError(sql, () => answer(connection, sql));
    },
    interrupt: () => connection.interrupt(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

/** As in Athena, a table is found without its database, too. */
const SETUP = [
  "SET TimeZone = 'UTC'",
  `CREATE SCHEMA ${SCHEMA}`,
  ...ATHENA_FUNCTIONS,
  `SET search_path = '${SCHEMA},main'`,
];

/** From here on DuckDB opens no file elsewhere, and no setting can change that. */
const confineTo = (lakePath: string): readonly string[] => {
  // A pattern is compared as it is written.
  const folders = [lakePath, escapeGlob(lakePath)].map((path) => quote(join(path, sep)));
  return [
    `SET allowed_directories = [${folders.join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
};

/** Before each query: a table without files is another view than one with files, and a run may have written the first. */
const defineTables = async (connection: DuckDBConnection, lakePath: string): Promise<void> => {
  for (const table of TABLES) {
    const files = filesOf(table, lakePath);
    const found = await connection.runAndReadAll(`SELECT 1 FROM glob(${quote(files)}) LIMIT 1`);
    const select = found.currentRowCount > 0 ? selectFrom(table, files) : selectNothing(table);
    await connection.run(`CREATE OR REPLACE VIEW ${SCHEMA}.${quoteName(table.name)} AS ${select}`);
  }
  for (const { name, sql } of VIEWS)
    await connection.run(`CREATE OR REPLACE VIEW ${SCHEMA}.${quoteName(name)} AS ${withDuckDbTypes(sql)}`);
};

/** The others write files, or reach for some. What is created is in memory only; PIVOT needs it. */
const ALLOWED_STATEMENTS: readonly StatementType[] = [StatementType.SELECT, StatementType.CREATE];

const answer = async (connection: DuckDBConnection, sql: string): Promise<QueryResult> => {
  await refuseFunctions(connection, sql);
  const statements = await connection.extractStatements(sql).catch((cause) => {
    // All that the binding says of a text without a statement.
    if (messageOf(cause) === 'Error in native callback') throw new QueryError('There is no statement in this query.');
    throw cause;
  });
  let result: QueryResult | undefined;
  for (let index = 0; index < statements.count; index++) {
    const statement = await statements.prepare(index);
    if (!ALLOWED_STATEMENTS.includes(statement.statementType)) {
      throw new QueryError(`${StatementType[statement.statementType]} is refused: a query only reads. Write SELECT …`);
    }
    result = resultOf(await statement.runAndReadAll());
  }
  return result ?? { columns: [], rows: [] };
};

const resultOf = (reader: DuckDBResultReader): QueryResult => {
  const types = reader.columnTypes();
  return {
    columns: reader.deduplicatedColumnNames().map((name, index) => ({ name, type: String(types[index]) })),
    rows: reader.convertRows(jsonConverter),
  };
};

const jsonConverter: DuckDBValueConverter<Json> = (value, type, converter) =>
  typeof value === 'bigint' && BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))
    ? Number(value)
    : JsonDuckDBValueConverter(value, type, converter);

const withQueryError = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof CollectorError ? cause : toQueryError(cause, sql);
  }
};
