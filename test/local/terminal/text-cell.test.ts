import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printable, textCell } from '../../../local/terminal/text-cell';
import { wrap } from '../../../local/terminal/wrap';

/** Controls of C0 and C1, line and paragraph separators, marks of direction, byte order marks. */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

const anyText = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b', '\u009b', '\u061c', '\u202e', '\ufeff')),
});

describe('Text that is not ours', () => {
  it('holds nothing that a terminal obeys, once it is printable', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(OBEYED);
        expect(textCell(text)).not.toMatch(OBEYED);
        for (const line of wrap(text, 40).split('\n')) expect(line).not.toMatch(OBEYED);
      }),
    );
  });

  it('is the same value in JSON, printable or not', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(JSON.parse(printable(JSON.stringify({ [text]: text })))).toEqual({ [text]: text });
      }),
    );
  });
});
