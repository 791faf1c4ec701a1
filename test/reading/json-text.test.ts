import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toParametersText, toStateText } from '../../lambda/reading/json-text';

/** Any UTF-16, lone surrogates included. */
const text = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), fc.constantFrom('\ud800', '\udc00', '\n', '"')),
});

const parameter = fc.record(
  { name: text, type: text, defaultValue: fc.array(text, { maxLength: 3 }), description: text },
  { requiredKeys: [] },
);

/** Within a column, names are in snake_case, as the columns are. */
const asWritten = ({ defaultValue, ...rest }: { readonly defaultValue?: readonly string[] }): unknown =>
  defaultValue === undefined ? rest : { ...rest, default_value: defaultValue };

const mended = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, member) => (typeof member === 'string' ? member.toWellFormed() : member));

describe('the text of parameters', () => {
  it('reads back as the parameters, in well-formed Unicode', () => {
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 4 }), (parameters) => {
        expect(JSON.parse(toParametersText(parameters))).toEqual(mended(parameters.map(asWritten)));
      }),
    );
  });

  it('has the members in one order, whatever the order they came in, and no others', () => {
    const parameter = { extra: 1, description: 'd', defaultValue: ['a', 'b'], type: 'stringList', name: 'n' };
    expect(toParametersText([parameter])).toBe(
      '[{"name":"n","type":"stringList","default_value":["a","b"],"description":"d"}]',
    );
  });

  it('leaves out what is absent', () => {
    expect(toParametersText([{ name: 'n', description: undefined }, {}])).toBe('[{"name":"n"},{}]');
  });

  it('is an empty array where there are none', () => {
    expect(toParametersText([])).toBe('[]');
  });
});

describe('the text of a state', () => {
  it('is null for a live workflow, which has no status', () => {
    expect([undefined, {}, { status: undefined }, { reason: 'left over' }].map(toStateText)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('reads back as the state, in well-formed Unicode', () => {
    fc.assert(
      fc.property(fc.record({ status: text, reason: text }, { requiredKeys: ['status'] }), (state) => {
        expect(JSON.parse(toStateText(state) ?? 'null')).toEqual(mended(state));
      }),
    );
  });

  it('has the status before the reason, and no other member', () => {
    const state = { since: 1, reason: 'Superseded', status: 'DISABLED' };
    expect(toStateText(state)).toBe('{"status":"DISABLED","reason":"Superseded"}');
  });
});
