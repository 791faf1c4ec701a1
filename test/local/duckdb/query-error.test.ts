import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toQueryError } from '../../../local/duckdb/query-error';

describe('What DuckDB says of a query', () => {
  it('is cut short, whatever it quotes', () => {
    const quoted = fc.tuple(fc.constantFrom('"', "'", ''), fc.string({ maxLength: 2_000, size: 'max' }));
    fc.assert(
      fc.property(fc.array(quoted), (parts) => {
        const said = parts.map(([quote, text]) => `Could not convert ${quote}${text}${quote}`).join(' to ');
        expect(toQueryError(new Error(said), 'SELECT 1').message.length).toBeLessThanOrEqual(301);
      }),
    );
  });

  it('keeps of a quoted document its first 60 characters', () => {
    const said = `Could not convert string '${'d'.repeat(61)}' to INT32`;
    expect(toQueryError(new Error(said), '').message).toBe(`Could not convert string '${'d'.repeat(60)}…' to INT32`);
    const whole = said.replace('dd', 'd');
    expect(toQueryError(new Error(whole), '').message).toBe(whole);
  });

  it('is not taken in by the quotation marks that a document holds', () => {
    const document = `- name: 'a' "b" ${'secret '.repeat(20)}'c' "d" ${'secret '.repeat(20)}`;
    for (const mark of ['"', "'"]) {
      const { message } = toQueryError(new Error(`Conversion Error: ${mark}${document}${mark} to INT32`), '');
      expect(message).toBe(`Conversion Error: ${mark}${document.slice(0, 60)}…${mark} to INT32`);
    }
  });

  it('keeps all names that it proposes', () => {
    const names = Array.from({ length: 12 }, (_, index) => `"column_${index}"`).join(', ');
    const said = `Binder Error: no such column. Candidate bindings: ${names}`;
    expect(toQueryError(new Error(said), '').message).toBe(said);
  });

  it('shows a place only where it is of the query', () => {
    const said = 'Binder Error: no such column\n\nLINE 2: ...WHERE x = 1\n              ^';
    expect(toQueryError(new Error(said), 'SELECT y\nFROM t WHERE x = 1').place).toEqual([
      'LINE 2: ...WHERE x = 1',
      '              ^',
    ]);
    expect(toQueryError(new Error(said), 'SELECT 1').place).toEqual([]);
  });
});
