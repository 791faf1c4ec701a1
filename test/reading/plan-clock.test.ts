import { describe, expect, it } from '@jest/globals';
import { ClockError, FutureRunError } from '../../lambda/errors';
import { checkClock, checkScheduledTime } from '../../lambda/reading/plan';
import { at } from '../fakes/scheduled-time';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 22, 6);

describe('a scheduled time', () => {
  it('may lie ahead of the clock by five minutes', () => {
    expect(() => checkScheduledTime(at('2026-11-22T06:05:00Z'), NOW)).not.toThrow();
    expect(() => checkScheduledTime(at('2026-11-22T06:05:01Z'), NOW)).toThrow(
      new FutureRunError(
        'the scheduled time 2026-11-22T06:05:01Z lies ahead of the clock (2026-11-22T06:00:00.000Z); ' +
          'at most five minutes are allowed',
      ),
    );
  });
});

describe('the clock of this machine', () => {
  it.each([undefined, 0, 5 * MINUTE, -5 * MINUTE])('may differ by five minutes: %p', (difference) => {
    expect(() => checkClock(difference)).not.toThrow();
  });

  it.each([
    [-5 * MINUTE - 1, '5 minutes ahead of'],
    [5 * MINUTE + 1, '5 minutes behind'],
    [-90 * MINUTE, '90 minutes ahead of'],
    [90 * MINUTE, '90 minutes behind'],
  ])('may not differ by more: %d ms', (difference, what) => {
    expect(() => checkClock(difference)).toThrow(
      new ClockError(
        `the clock of this machine is ${what} that of the lake's server; five are allowed. ` +
          'Nothing was published: set the clock right, and run it again',
      ),
    );
  });
});
