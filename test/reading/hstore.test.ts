import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHstore } from '../../lambda/reading/hstore';

const postgres = new Worker(join(__dirname, 'postgres-worker.mjs'));
afterAll(() => postgres.terminate());

/** The rows that PostgreSQL answers, one question at a time. */
const ask = async (sql: string, ...parameters: readonly unknown[]): Promise<readonly unknown[]> => {
  postgres.postMessage({ sql, parameters });
  const [{ rows, error }] = await once(postgres, 'message');
  if (error !== undefined) throw new Error(error);
  return rows;
};

const READ_ALL =
  'SELECT hstore_to_json(text::hstore) AS tags FROM unnest($1::text[]) WITH ORDINALITY AS t (text, n) ORDER BY n';

const hostile = [
  '"',
  '\\',
  ',',
  '=>',
  ' ',
  '\n',
  '\t',
  'NULL',
  'null',
  "'",
  '{',
  '}',
  '=',
  '>',
  'ä',
  '🚀',
  '\uffff',
  '\u2028',
];
const text = fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 3 })), {
  maxLength: 5,
});
const postgresText = text.map((pieces) => pieces.join('').replaceAll('\0', ''));
const tags = fc.dictionary(postgresText, postgresText, { maxKeys: 5 });

describe('tags as hstore text', () => {
  it('are read by PostgreSQL as the tags they were', async () => {
    const samples = fc.array(tags, { minLength: 200, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(samples, async (many) => {
        const read = await ask(READ_ALL, many.map(toHstore));
        expect(read).toEqual(many.map((one) => ({ tags: { ...one } })));
      }),
      { numRuns: 5 },
    );
  });

  it('are spelt as PostgreSQL spells them', async () => {
    const text = toHstore({ 'A b': '', note: 'say "hi" \\ bye', team: 'NULL' });
    expect(text).toBe(String.raw`"A b"=>"", "note"=>"say \"hi\" \\ bye", "team"=>"NULL"`);
    expect(await ask('SELECT $1::hstore::text AS tags', text)).toEqual([{ tags: text }]);
  });

  it('are sorted by the bytes of their keys, whatever the order they came in', () => {
    expect(toHstore({ '🚀': '1', '～': '2', b: '3', B: '4' })).toBe('"B"=>"4", "b"=>"3", "～"=>"2", "🚀"=>"1"');
  });

  it('are the empty text where there are none', async () => {
    expect(toHstore({})).toBe('');
    expect(await ask(READ_ALL, [''])).toEqual([{ tags: {} }]);
  });

  it('hold U+FFFD for what PostgreSQL has no text for', () => {
    expect(toHstore({ 'a\0': '\ud800' })).toBe('"a\ufffd"=>"\ufffd"');
  });

  it('keep one of the keys that U+FFFD makes equal, the same whatever their order', () => {
    expect(toHstore({ '\0': '2', '\udc00': '1' })).toBe('"\ufffd"=>"1"');
    expect(toHstore({ '\udc00': '1', '\0': '2' })).toBe('"\ufffd"=>"1"');
  });
});
