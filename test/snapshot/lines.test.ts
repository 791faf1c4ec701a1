import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineTooLongError, LONGEST_LINE_BYTES, placesOfLines, WholeLines } from '../../lambda/snapshot/lines';

const linesIn = (chunks: readonly Buffer[]): { readonly lines: readonly string[]; readonly isUnfinished: boolean } => {
  const whole = new WholeLines();
  const lines = chunks.flatMap((chunk) => {
    const taken = whole.take(chunk);
    return Array.from(placesOfLines(taken), ({ start, end }) => taken.toString('utf8', start, end));
  });
  return { lines, isUnfinished: whole.isUnfinished };
};

describe('lines that arrive in chunks', () => {
  it('are the same, however the text is cut', () => {
    const text = fc.array(fc.constantFrom('a', 'é', '🚀', '\n', '\n'), { maxLength: 40 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 60 })), (written, cuts) => {
        const bytes = Buffer.from(written);
        const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const chunks = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
        const lines = written.split('\n');
        expect(linesIn(chunks)).toEqual({ lines: lines.slice(0, -1), isUnfinished: lines.at(-1) !== '' });
      }),
    );
  });

  it('may be as long as the longest', () => {
    const line = Buffer.alloc(LONGEST_LINE_BYTES + 1, 'a');
    line[LONGEST_LINE_BYTES] = 0x0a;
    expect(linesIn([line]).lines[0]?.length).toBe(LONGEST_LINE_BYTES);
    expect(linesIn([line.subarray(0, 7), line.subarray(7)]).lines[0]?.length).toBe(LONGEST_LINE_BYTES);
  });

  it('are refused where one is longer, as soon as it is', () => {
    const tooLong = Buffer.alloc(LONGEST_LINE_BYTES + 2, 'a');
    tooLong[LONGEST_LINE_BYTES + 1] = 0x0a;
    expect(() => linesIn([tooLong])).toThrow(LineTooLongError);
    const whole = new WholeLines();
    const chunk = Buffer.alloc(1_000_000, 'a');
    for (let chunks = 0; chunks < 32; chunks++) whole.take(chunk);
    expect(() => whole.take(Buffer.from('a'))).toThrow(LineTooLongError);
  });
});
