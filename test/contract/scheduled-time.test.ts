import { describe, expect, it } from '@jest/globals';
import {
  compactOf,
  dayOf,
  isFuture,
  millisecondsOf,
  parseCompact,
  parseScheduledTime,
  scheduledTimeOf,
} from '../../lambda/contract/scheduled-time';
import { at } from '../fakes/scheduled-time';

const SIX = '2026-11-22T06:00:00Z';

describe('a scheduled time', () => {
  it.each([SIX, '2026-11-22T06:00:00.0Z', '2026-11-22T06:00:00.000Z'])('has whole seconds in UTC: %s', (text) => {
    expect(parseScheduledTime(text)).toBe(SIX);
  });

  it.each([
    '',
    ` ${SIX}`,
    `${SIX} `,
    `${SIX}\n`,
    `x${SIX}`,
    '2026-11-22T06:00:00',
    '2026-11-22T06:00Z',
    '2026-11-22',
    '2026-11-22 06:00:00Z',
    '2026-11-22T06:00:00.Z',
    '2026-11-22T06:00:00.001Z',
    '2026-11-22T06:00:00+01:00',
    '2026-11-22T24:00:00Z',
    '2026-11-22T06:60:00Z',
    '2026-02-30T06:00:00Z',
    '2026-13-01T06:00:00Z',
    '+02026-11-22T06:00:00Z',
  ])('is not %j', (text) => {
    expect(parseScheduledTime(text)).toBeUndefined();
  });

  it('is that of the second in which an instant lies', () => {
    expect(scheduledTimeOf(Date.UTC(2026, 10, 22, 6, 0, 0, 999))).toBe(SIX);
    expect(millisecondsOf(at(SIX))).toBe(Date.UTC(2026, 10, 22, 6));
  });

  it('has a compact form for keys, and a day', () => {
    expect(compactOf(at(SIX))).toBe('20261122T060000Z');
    expect(parseCompact('20261122T060000Z')).toBe(SIX);
    expect(dayOf(at(SIX))).toBe('2026-11-22');
  });

  it.each([
    '',
    SIX,
    'x20261122T060000Z',
    '20261122T060000Zx',
    '20261122T060000',
    '20260230T060000Z',
    '2026112T060000Z',
  ])('has no compact form such as %j', (text) => {
    expect(parseCompact(text)).toBeUndefined();
  });

  it('may lie ahead of the clock by five minutes, and not by a millisecond more', () => {
    const five = Date.UTC(2026, 10, 22, 5, 55);
    expect(isFuture(at(SIX), five)).toBe(false);
    expect(isFuture(at(SIX), five - 1)).toBe(true);
  });
});
