import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changeKey, coverageKey, historyKey, SNAPSHOT_KEY, STEP_KEY } from '../../../lambda/contract/layout';
import { parseScheduledTime, type ScheduledTime } from '../../../lambda/contract/scheduled-time';
import { changeTable, coverageTable, historyTable, TABLES, workflowTable } from '../../../lambda/contract/tables';
import { type LakeDatabase, openLakeDatabase } from '../../../local/duckdb/duckdb';

const time = (text: string): ScheduledTime => {
  const parsed = parseScheduledTime(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

const SUNDAY = time('2026-11-22T06:00:00Z');
const MONDAY = time('2026-11-23T06:00:00Z');

describe('The tables of a lake in DuckDB', () => {
  let folder: string;
  let database: LakeDatabase;
  beforeEach(async () => {
    // A name that holds what SQL and file patterns take for their own.
    folder = await mkdtemp(join(tmpdir(), "it's [a] *lake* "));
    database = await openLakeDatabase(folder);
  });
  afterEach(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });

  const write = async (key: string, rows: readonly object[]): Promise<void> => {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
  };
  const rowsOf = async (sql: string) => (await database.query(sql)).rows;

  it('are there, with all their columns, while the lake is empty', async () => {
    for (const table of TABLES) {
      const { columns, rows } = await database.query(`SELECT * FROM aws.${table.name}`);
      expect(rows).toEqual([]);
      expect(columns).toEqual([
        ...table.columns.map(({ name, type }) => ({ name, type: type === 'integer' ? 'BIGINT' : 'VARCHAR' })),
        ...(table.partitioned ? [{ name: 'dt', type: 'VARCHAR' }] : []),
      ]);
    }
  });

  it('have the same columns when there are rows', async () => {
    const empty = await Promise.all(TABLES.map((table) => database.query(`DESCRIBE aws.${table.name}`)));
    await write(SNAPSHOT_KEY, [{}]);
    for (const key of [historyKey(SUNDAY), changeKey(SUNDAY), coverageKey(SUNDAY), STEP_KEY]) await write(key, [{}]);

    const full = await Promise.all(TABLES.map((table) => database.query(`DESCRIBE aws.${table.name}`)));
    expect(full).toEqual(empty);
    for (const table of TABLES) expect(await rowsOf(`SELECT count(*) FROM aws.${table.name}`)).toEqual([[1]]);
  });

  it('take Athena’s json_extract_scalar: a text, a number, and null for what is no scalar', async () => {
    const content = `'{"text":"a \\"b\\"","number":1,"list":["a"],"object":{},"nothing":null}'`;
    const paths = ['text', 'number', 'list', 'object', 'nothing', 'missing'];
    const asked = paths.map((path) => `json_extract_scalar(${content}, '$.${path}')`).join(', ');
    expect(await rowsOf(`SELECT ${asked}`)).toEqual([['a "b"', '1', null, null, null, null]]);
    expect(await rowsOf("SELECT json_extract_scalar(NULL, '$.a')")).toEqual([[null]]);
  });

  it('give every text back to the byte', async () => {
    const texts = [
      'name: x\nsteps:\n  - "quoted" and \'quoted\'\r\n\ttab \\ \\n',
      '\u2028\u2029\u0085\u00a0\ufeff',
      '👩‍👩‍👧‍👦 naïve 日本語 \u{10ffff}',
      '\u0000 and \u001f',
      '{"a": 1}',
      '2026-11-22',
      '00012',
      'true',
      'null',
      'NULL',
      '"k"=>"v", "k2"=>"v\\"2"',
      'x\n"é\\'.repeat(60_000),
    ];
    await write(
      SNAPSHOT_KEY,
      texts.map((data, index) => ({ _key: String(index), data, tags: data, parameters: data })),
    );

    const rows = await rowsOf('SELECT data, tags, parameters FROM aws.imagebuilder_workflow ORDER BY _key::INT');
    expect(rows).toEqual(texts.map((text) => [text, text, text]));
  });

  it('hold a line of 32 MB', async () => {
    const data = 'x\n'.repeat(11_000_000);
    // Behind another, since DuckDB reads in blocks that both share.
    await write(SNAPSHOT_KEY, [
      { _key: 'a', data: 'x'.repeat(9_000_000) },
      { _key: 'b', data },
    ]);

    const sql =
      "SELECT length(data), md5(data) = md5(repeat(chr(120) || chr(10), 11000000)) FROM aws.imagebuilder_workflow WHERE _key = 'b'";
    expect(await rowsOf(sql)).toEqual([[data.length, true]]);
  });

  it('tell null from the empty text', async () => {
    await write(SNAPSHOT_KEY, [
      { _key: 'a', tags: '' },
      { _key: 'b', tags: null },
    ]);

    expect(await rowsOf('SELECT _key, tags FROM aws.imagebuilder_workflow ORDER BY 1')).toEqual([
      ['a', ''],
      ['b', null],
    ]);
  });

  it('have dt as text, from the name of the folder', async () => {
    await write(coverageKey(SUNDAY), [{ run: SUNDAY, rows: 3 }]);
    await write(coverageKey(MONDAY), [{ run: MONDAY, rows: 4 }]);

    const sql = `SELECT dt, typeof(dt), rows + 1 FROM aws.${coverageTable.name} WHERE dt >= '2026-11-23'`;
    expect(await rowsOf(sql)).toEqual([['2026-11-23', 'VARCHAR', 5]]);
  });

  it('show what a later run wrote', async () => {
    expect(await rowsOf(`SELECT name FROM aws.${changeTable.name}`)).toEqual([]);
    await write(changeKey(SUNDAY), [{ name: 'first' }]);

    expect(await rowsOf(`SELECT name FROM aws.${changeTable.name}`)).toEqual([['first']]);
  });

  it('hold nothing of the staging, nor of each other', async () => {
    await write('run/20261122T060000Z/0/change.ndjson.gz', [{ name: 'staged' }]);
    await write(historyKey(SUNDAY), [{ name: 'history' }]);

    expect(await rowsOf(`SELECT name FROM aws.${changeTable.name}`)).toEqual([]);
    expect(await rowsOf(`SELECT name FROM aws.${workflowTable.name}`)).toEqual([]);
    expect(await rowsOf(`SELECT name FROM aws.${historyTable.name}`)).toEqual([['history']]);
  });

  it('give numbers where a number is exact, and text where it is not', async () => {
    expect(await rowsOf("SELECT 9007199254740991, 9007199254740993, 1.50::DECIMAL(9,2), DATE '2026-11-22'")).toEqual([
      [9007199254740991, '9007199254740993', '1.50', '2026-11-22'],
    ]);
  });

  it('answer the last of several statements', async () => {
    expect(await rowsOf('SELECT 1; SELECT 2')).toEqual([[2]]);
  });

  it('let PIVOT make columns of values', async () => {
    await write(SNAPSHOT_KEY, [{ type: 'BUILD' }, { type: 'TEST' }, { type: 'TEST' }]);

    const { columns, rows } = await database.query('PIVOT aws.imagebuilder_workflow ON type USING count(*)');
    expect(columns.map((column) => column.name)).toEqual(expect.arrayContaining(['BUILD', 'TEST']));
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each([
    ["ATTACH 'x.duckdb'", 'ATTACH is refused: a query only reads. Write SELECT …'],
    ['EXPLAIN ANALYZE SELECT 1', 'EXPLAIN is refused: a query only reads. Write SELECT …'],
    ['INSTALL httpfs', 'LOAD is refused: a query only reads. Write SELECT …'],
  ])('refuse what does not only read: %s', async (sql, message) => {
    await expect(database.query(sql)).rejects.toThrow(message);
  });

  const NO_ACCESS = 'file system operations are disabled by configuration';

  it.each([
    ["FROM read_text('/etc/hostname')", NO_ACCESS],
    ["FROM read_csv('/etc/passwd')", NO_ACCESS],
    ["FROM glob('/etc/*')", NO_ACCESS],
    ["FROM sniff_csv('/etc/passwd')", NO_ACCESS],
    ["FROM read_text('.')", NO_ACCESS],
    ["FROM read_text('https://127.0.0.1:9/x.csv')", NO_ACCESS],
    ["COPY (SELECT 1) TO 'copied.csv'", NO_ACCESS],
    ["EXPLAIN ANALYZE COPY (SELECT 1) TO 'copied.csv'", NO_ACCESS],
    ["EXPORT DATABASE 'exported'", NO_ACCESS],
    ["CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')", 'Persistent secrets are disabled'],
    ['SET enable_external_access = true', 'SET is refused'],
  ])('read and write nothing of the machine but the lake: %s', async (sql, message) => {
    await expect(database.query(sql)).rejects.toThrow(message);
    expect(existsSync('copied.csv')).toBe(false);
  });

  it('lay what does not fit the memory into the scratch folder, or nowhere', async () => {
    const ask = async (scratch?: string) => {
      const opened = await openLakeDatabase(folder, scratch);
      const { rows } = await opened.query("SELECT current_setting('temp_directory')");
      opened.close();
      return rows;
    };
    expect(await ask(join(folder, 'scratch'))).toEqual([[join(folder, 'scratch')]]);
    expect(await ask()).toEqual([['']]);
  });

  it('are not written to either', async () => {
    const path = join(folder, 'copied.csv').replaceAll("'", "''");
    await expect(database.query(`COPY (SELECT 1) TO '${path}'`)).rejects.toThrow(
      'COPY is refused: a query only reads. Write SELECT …',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('reach into no neighbour whose name begins like theirs', async () => {
    await mkdir(`${folder}-other`);
    await writeFile(join(`${folder}-other`, 'secret.txt'), 'secret');
    try {
      const path = join(`${folder}-other`, 'secret.txt').replaceAll("'", "''");
      await expect(database.query(`FROM read_text('${path}')`)).rejects.toThrow('Permission Error');
      const winding = join(folder, 'x').replaceAll("'", "''").replace(/x$/, '../../../../../../etc/hostname');
      await expect(database.query(`FROM read_text('${winding}')`)).rejects.toThrow('Permission Error');
    } finally {
      await rm(`${folder}-other`, { recursive: true });
    }
  });

  it('give a text that begins with a byte order mark back to the byte', async () => {
    const data = '\ufeff\ufeffname: x\n';
    await write(SNAPSHOT_KEY, [{ _key: '\ufeff', data }]);

    expect(await rowsOf('SELECT _key, data, [data], {d: data} FROM aws.imagebuilder_workflow')).toEqual([
      ['\ufeff', data, [data], { d: data }],
    ]);
  });

  it('say what DuckDB says of a faulty query', async () => {
    await expect(database.query('SELEC 1')).rejects.toThrow(/^Parser Error: syntax error at or near "SELEC"/);
    await expect(database.query('SELECT x FROM aws.imagebuilder_workflow')).rejects.toThrow(
      /^Binder Error: .*"x" not found/,
    );
  });

  it('are not looked for where there is no lake', async () => {
    await expect(openLakeDatabase(join(folder, 'none'))).rejects.toThrow(/none is no lake: there is no such folder/);
    await mkdir(join(folder, 'other', 'photos'), { recursive: true });
    await expect(openLakeDatabase(join(folder, 'other'))).rejects.toThrow('it holds none of a lake');
  });
});
