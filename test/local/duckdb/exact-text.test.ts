import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readTextsExactly } from '../../../local/duckdb/exact-text';

const MARK = '\ufeff';

describe('the texts that the binding of DuckDB gives', () => {
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => instance.closeSync());

  /** A short text lies in the vector, a long one behind a pointer; others lie within a value. */
  const ask = async () => {
    const connection = await instance.connect();
    const texts = "chr(65279), chr(65279) || repeat('x', 20), [chr(65279)], {a: chr(65279)}, MAP {chr(65279): 1}";
    const [row = []] = (await connection.runAndReadAll(`SELECT ${texts}, chr(65279)::VARIANT`)).getRowsJson();
    connection.closeSync();
    return row;
  };

  it('lack a leading U+FEFF by themselves: where they no longer do, exact-text.ts can go', async () => {
    expect((await ask())[0]).toBe('');
  });

  it('are whole once its decoder is replaced: where they are not, it decodes elsewhere, and exact-text.ts must too', async () => {
    readTextsExactly();
    expect(await ask()).toEqual([
      MARK,
      `${MARK}${'x'.repeat(20)}`,
      [MARK],
      { a: MARK },
      [{ key: MARK, value: 1 }],
      MARK,
    ]);
  });
});
