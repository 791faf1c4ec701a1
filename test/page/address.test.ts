import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress, parseAddress } from '../../page/address';

describe('the address of a view', () => {
  it('is the list of workflows where the location names none', () => {
    expect(parseAddress('')).toEqual({ view: 'workflows', parameters: {} });
  });

  it('leads back to the very view and parameters that it was made of', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(text, text, (id, build) => {
        expect(parseAddress(formatAddress('workflow', { id, build }))).toEqual({
          view: 'workflow',
          parameters: { id, build },
        });
      }),
    );
  });

  it('leaves out what is not asked for', () => {
    expect(formatAddress('workflows', { search: '' })).toBe('#workflows');
  });

  it('of an unknown view, or one named as a member that every object has, is the list of workflows', () => {
    for (const hash of ['#nothing?search=x', '#constructor', '#__proto__', '#toString?a=b'])
      expect(parseAddress(hash)).toEqual({ view: 'workflows', parameters: {} });
  });

  it('keeps only the parameters that the view has', () => {
    expect(parseAddress('#steps?action=CreateImage&__proto__=x&id=y')).toEqual({
      view: 'steps',
      parameters: { action: 'CreateImage' },
    });
  });

  it('is cut where somebody made it very long', () => {
    const { parameters } = parseAddress(`#coverage?search=${'x'.repeat(100_000)}`);
    expect(JSON.stringify(parameters).length).toBeLessThan(3000);
  });

  it('of any text at all is some view', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (hash) => expect(parseAddress(hash)).toHaveProperty('view')));
  });
});
