import { describe, expect, it } from '@jest/globals';
import { quote } from '../lambda/quote';

describe('a text that is quoted in a message', () => {
  it.each([0, 1, 39, 40])('is whole with %d characters', (length) => {
    expect(quote('x'.repeat(length))).toBe(`"${'x'.repeat(length)}"`);
  });

  it.each([41, 1000])('is its first 40 of %d characters, and says that there was more', (length) => {
    expect(quote('x'.repeat(length))).toBe(`"${'x'.repeat(40)}"…`);
  });

  it('holds no control character and no quote of its own', () => {
    expect(quote('a"\n\u001b[31m')).toBe(String.raw`"a\"\n\u001b[31m"`);
  });
});
