import { describe, expect, it } from '@jest/globals';
import { EventError, parseEvent } from '../../lambda/function/event';

const NOW = Date.UTC(2026, 10, 22, 6, 0, 0, 999);

const faultOf = (event: unknown): string => {
  try {
    parseEvent(event, NOW);
  } catch (error) {
    if (error instanceof EventError) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
};

const holds = (names: string): string =>
  `the event holds ${names}; it may hold scheduledTime and dropScope, and nothing else`;
const times = (what: string): string =>
  `scheduledTime is ${what}; it must be a time in UTC with whole seconds, such as 2026-11-22T06:00:00Z`;

describe('the event of a run', () => {
  it('says the scheduled time, or else the run is of this very second', () => {
    const timeOf = (event: unknown) => parseEvent(event, NOW).scheduledTime;
    expect(timeOf({ scheduledTime: '2026-11-20T06:00:00Z' })).toBe('2026-11-20T06:00:00Z');
    expect(timeOf({})).toBe('2026-11-22T06:00:00Z');
    expect(timeOf({ scheduledTime: undefined })).toBe('2026-11-22T06:00:00Z');
  });

  it('drops no scope unless it says so', () => {
    const drops = (event: unknown) => parseEvent(event, NOW).dropScope;
    expect([{}, { dropScope: false }, { dropScope: true }].map(drops)).toEqual([false, false, true]);
    expect(faultOf({ dropScope: 'true' })).toBe('dropScope is of type string; it must be true or false');
    expect(faultOf({ dropScope: null })).toBe('dropScope is null; it must be true or false');
  });

  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [[], 'an array'],
    ['2026-11-22T06:00:00Z', 'of type string'],
    [7, 'of type number'],
  ])('is an object: %p is refused', (event, what) => {
    expect(faultOf(event)).toBe(`the event is ${what}; it must be {"scheduledTime": "2026-11-22T06:00:00Z"} or {}`);
  });

  it.each([
    [1, '"k1"'],
    [3, '"k1", "k2", "k3"'],
    [4, '"k1", "k2", "k3" and 1 more'],
    [9, '"k1", "k2", "k3" and 6 more'],
  ])('with %d members that are not known is refused, and names three of them', (count, names) => {
    const members = Array.from({ length: count }, (_, i) => [`k${i + 1}`, 0]);
    expect(faultOf({ scheduledTime: '2026-11-20T06:00:00Z', ...Object.fromEntries(members) })).toBe(holds(names));
  });

  it.each([
    ['2026-11-22T06:00:00.5Z', '"2026-11-22T06:00:00.5Z"'],
    ['2026-11-22T06:00:00+01:00', '"2026-11-22T06:00:00+01:00"'],
    [null, 'null'],
    [1763791200, 'of type number'],
    [['2026-11-22T06:00:00Z'], 'an array'],
  ])('has a time in UTC with whole seconds: %p is refused', (scheduledTime, what) => {
    expect(faultOf({ scheduledTime })).toBe(times(what));
  });
});
