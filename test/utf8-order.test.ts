import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareUtf8 } from '../lambda/utf8-order';

const bytesOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Texts with long common beginnings, from all the places where UTF-16 and UTF-8 disagree. */
const text = fc.string({
  unit: fc.constantFrom(
    '',
    '\0',
    'a',
    'b',
    'ÿ',
    'Ā',
    '\u07ff',
    '\u0800',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '𐀀',
    '🚀',
    '\u{10ffff}',
  ),
  maxLength: 6,
});

describe('the order of the lake', () => {
  it('is the order of UTF-8 bytes', () => {
    fc.assert(
      fc.property(text, text, text, (start, a, b) => {
        expect(Math.sign(compareUtf8(start + a, start + b))).toBe(bytesOrder(start + a, start + b));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the order of UTF-8 bytes for any text', () => {
    const any = fc.string({ unit: 'binary' });
    fc.assert(fc.property(any, any, (a, b) => expect(Math.sign(compareUtf8(a, b))).toBe(bytesOrder(a, b))));
  });

  it('differs from the order of JavaScript where a text leaves the basic plane', () => {
    expect(['～', '🚀', 'z'].sort()).toEqual(['z', '🚀', '～']);
    expect(['～', '🚀', 'z'].sort(compareUtf8)).toEqual(['z', '～', '🚀']);
  });
});
