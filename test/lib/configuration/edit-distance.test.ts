import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from '../../../lib/configuration/edit-distance';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('the distance between two words', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['lake', 'lak', 1],
    ['same', 'same', 0],
  ])('counts the letters to add, leave out or replace: %s, %s', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  it('is a distance: none to itself, the same both ways, and no detour is shorter', () => {
    fc.assert(
      fc.property(word, word, word, (one, other, between) => {
        expect(editDistance(one, other) === 0).toBe(one === other);
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other)).toBeLessThanOrEqual(editDistance(one, between) + editDistance(between, other));
      }),
    );
  });
});
