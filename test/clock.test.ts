import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pause, pauseAfter, systemClock } from '../lambda/clock';
import { VirtualClock } from './fakes/virtual-clock';

const BACK_OFF = { shortest: 200, longest: 5_000, random: () => 1 };
const HOUR = 3_600_000;

describe('the pauses between tries', () => {
  it('double from the shortest to the longest', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 2_000].map((failures) => pauseAfter(failures, BACK_OFF));
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it('are a half of that at least, all of it at most, as chance has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
        const whole = pauseAfter(failures, BACK_OFF);
        const drawn = pauseAfter(failures, { ...BACK_OFF, random: () => chance });
        expect(drawn).toBeGreaterThanOrEqual(whole / 2);
        expect(drawn).toBeLessThanOrEqual(whole);
      }),
    );
  });
});

describe('a pause', () => {
  it('takes no longer where the clock is set back meanwhile', async () => {
    const clock = new VirtualClock();
    const over = clock.run(pause(clock, 1_000));
    clock.setBack(HOUR);
    await over;
    expect(clock.monotonic()).toBe(1_000);
  });

  it('ends at once when it is stopped, and leaves no timer behind', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const over = pause(clock, HOUR, stop.signal);
    stop.abort();
    await over;
    await pause(clock, HOUR, stop.signal);
    expect(clock.pending).toBe(0);
  });
});

describe("the machine's clock", () => {
  it('measures durations by a clock that never goes back', () => {
    const earlier = systemClock.monotonic();
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(earlier);
    expect(Math.abs(systemClock.monotonic() - systemClock.now())).toBeGreaterThan(HOUR);
  });
});
