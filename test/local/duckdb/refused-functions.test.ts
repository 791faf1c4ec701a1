import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LakeDatabase, openLakeDatabase } from '../../../local/duckdb/duckdb';

let folder: string;
let database: LakeDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refused-functions-'));
  database = await openLakeDatabase(folder);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

/** SQL, with the folder of the lake in place of LAKE, where DuckDB may open files. */
const ask = (sql: string) => database.query(sql.replaceAll('LAKE', folder));

const LOGGING = "enable_logging(storage = 'file', storage_path = 'LAKE/log')";
const GLUED = "'FROM enable_' || 'logging(storage = ''file'', storage_path = ''LAKE/log'')'";

describe('a query', () => {
  it.each([
    [`FROM ${LOGGING}`, 'enable_logging is refused: a query only reads.'],
    [`FROM "Enable_Logging"(storage_path = 'LAKE/log')`, 'enable_logging is refused'],
    [`FROM system.main/**/.${LOGGING}`, 'enable_logging is refused'],
    [`SELECT 1; SELECT (SELECT count(*) FROM ${LOGGING})`, 'enable_logging is refused'],
    [`DESCRIBE FROM ${LOGGING}`, 'enable_logging is refused'],
    [`WITH x AS (FROM ${LOGGING}) SELECT 1 UNION ALL SELECT 2 FROM x`, 'enable_logging is refused'],
    [`FROM (PIVOT (FROM ${LOGGING}) ON success IN (true) USING count(*))`, 'enable_logging is refused'],
    ["FROM enable_profiling(save_location = 'LAKE/profile.txt')", 'enable_profiling is refused: a query only reads.'],
    [`FROM query(${GLUED})`, 'query is refused: it runs SQL that nobody could look at before.'],
    [
      "FROM json_execute_serialized_sql(replace(json_serialize_sql('FROM a()')::VARCHAR, 'a', 'b')::JSON)",
      'json_execute_serialized_sql is refused: it runs SQL that nobody could look at',
    ],
  ])('may not call what writes, or runs what nobody could look at: %s', async (sql, message) => {
    await expect(ask(sql)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    [`CREATE TABLE made AS FROM ${LOGGING}`, 'enable_logging'],
    [`CREATE MACRO made() AS TABLE FROM ${LOGGING}; FROM made()`, 'enable_logging'],
    [`CREATE VIEW made AS FROM ${LOGGING}; FROM made`, 'enable_logging'],
    [`CREATE TABLE made AS FROM query(${GLUED})`, 'query'],
    [`PIVOT (FROM ${LOGGING}) ON success`, 'enable_logging'],
    ["PRAGMA import_database('LAKE')", 'import_database'],
    ["PRAGMA json_execute_serialized_sql('{}')", 'json_execute_serialized_sql'],
  ])('may not even name it where it is no plain SELECT: %s', async (sql, name) => {
    await expect(ask(sql)).rejects.toThrow(`${name} is refused, even as a word, in what is no plain SELECT: `);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["SELECT 'enable_logging', 'query(1)'", [['enable_logging', 'query(1)']]],
    ['SELECT 1 AS enable_logging -- ; query(1)', [[1]]],
    ["WITH query AS (SELECT 'é\ufeff👩‍👩‍👧' AS import_database) FROM query", [['é\ufeff👩‍👩‍👧']]],
    ["SELECT 'it''s', e'\\'', $$a'b$$", [["it's", "'", "a'b"]]],
  ])('may hold their names in texts and as names of its own: %s', async (sql, rows) => {
    expect((await ask(sql)).rows).toEqual(rows);
  });
});
