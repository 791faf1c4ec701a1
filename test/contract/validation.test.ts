import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonSchemaOf } from '../../lambda/contract/json-schema';
import { coverageTable, TABLES } from '../../lambda/contract/tables';
import { faultsOf, isRow } from '../../lambda/contract/validation';
import { ajvAccepts } from '../arbitrary/json-schema';
import { brokenRowOf, rowOf } from '../arbitrary/row';

describe.each(TABLES)('a row of $name', (table) => {
  const accepts = ajvAccepts(jsonSchemaOf(table));

  it('is accepted by the published JSON Schema, too', () => {
    fc.assert(
      fc.property(rowOf(table), (row) => {
        expect(faultsOf(table, row)).toEqual([]);
        expect(accepts(row)).toBe(true);
      }),
    );
  });

  it('is refused exactly where the published JSON Schema refuses it', () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(brokenRowOf(table), (value) => {
        const verdict = accepts(value);
        verdicts.add(verdict);
        expect(isRow(table, value)).toBe(verdict);
        expect(faultsOf(table, value).length === 0).toBe(verdict);
      }),
      { numRuns: 1000 },
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });

  it('lacks no column and has no other', () => {
    fc.assert(
      fc.property(rowOf(table), fc.constantFrom(...table.columns), (row, { name }) => {
        const rest = Object.fromEntries(Object.entries(row).filter(([other]) => other !== name));
        expect(faultsOf(table, rest)).toEqual([expect.stringMatching(`^${name} must be .*, is missing$`)]);
        expect(faultsOf(table, { ...row, dt: '2026-11-22' })).toEqual(['"dt" is not a member']);
      }),
    );
  });
});

describe('the faults of a row', () => {
  it('say what is allowed and what was given', () => {
    const faults = faultsOf(coverageTable, {
      account_id: '1234',
      outcome: 'fine',
      as_of: 7,
      rows: 0.5,
      list_calls: [],
    });
    expect(faults).toEqual([
      'run must be text, is missing',
      'account_id must be text that matches ^[0-9]{12}$, is text of length 4',
      'region must be text, is missing',
      'outcome must be one of complete, partial, denied, region_disabled, no_endpoint, throttled, timed_out, unavailable, invalid_response, is text of length 4',
      'as_of must be text or null, is 7',
      'rows must be a whole number from 0 to 9007199254740991, is 0.5',
      'rows_without_detail must be a whole number from 0 to 9007199254740991, is missing',
      'tags_from must be one of list, get or null, is missing',
      'error_code must be text or null, is missing',
      'error_message must be text or null, is missing',
      'list_calls must be a whole number from 0 to 9007199254740991, is an array',
      'get_calls must be a whole number from 0 to 9007199254740991, is missing',
      'reused_rows must be a whole number from 0 to 9007199254740991, is missing',
    ]);
  });

  it('are one where there is no row at all', () => {
    expect(faultsOf(coverageTable, null)).toEqual(['must be an object, is null']);
    expect(faultsOf(coverageTable, [1])).toEqual(['must be an object, is an array']);
  });
});
