import { describe, expect, it } from '@jest/globals';
import { reserveOf } from '../../lambda/function/reserve';

describe('the time that is kept for publishing', () => {
  it.each([
    [900, 180, 'a fifth'],
    [301, 60.2, 'a fifth'],
    [300, 60, 'a fifth, which is a minute'],
    [299, 60, 'a minute'],
    [121, 60, 'a minute'],
    [120, 60, 'a minute, which is half'],
    [119, 59.5, 'half'],
    [2, 1, 'half'],
    [0, 0, 'nothing'],
  ])('of %d seconds is %d: %s', (left, kept) => {
    expect(reserveOf(left * 1000)).toBeCloseTo(kept * 1000);
  });
});
