import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceRate } from '../../../lambda/source/aws/service-rate';

const SECOND = 1000;

let rate: ServiceRate;
beforeEach(() => {
  rate = new ServiceRate();
});

const answer = (times: number): void => {
  for (let i = 0; i < times; i++) rate.answered();
};

/** Refusals at these times, in milliseconds, each after so many more answers. */
const refuse = (...refusals: readonly (readonly [time: number, answers: number])[]): void => {
  for (const [time, answers] of refusals) {
    answer(answers);
    rate.refused(time);
  }
};

describe('a service that has refused nothing', () => {
  it('has no limit that could be seen', () => {
    answer(1000);
    expect(rate.perSecond).toBeUndefined();
    expect(rate.callsAtOnce).toBe(Number.POSITIVE_INFINITY);
    rate.keepAtLeast(50);
    expect(rate.perSecond).toBeUndefined();
  });
});

describe('the first refusal', () => {
  it('leads to a guess, which is tried with one call at a time', () => {
    refuse([SECOND, 20]);
    expect(rate.perSecond).toBe(60);
    expect(rate.callsAtOnce).toBe(1);
  });

  it('is followed by twice the speed for each answer after the second, and by more calls at once', () => {
    refuse([0, 20]);
    const speeds = [1, 2, 3, 4, 5, 8].map((_, i, all) => {
      answer((all[i] ?? 0) - (all[i - 1] ?? 0));
      return [rate.perSecond, rate.callsAtOnce];
    });
    expect(speeds).toEqual([
      [60, 1],
      [60, 1],
      [120, 1],
      [240, 2],
      [480, 2],
      [3840, 3],
    ]);
  });

  it('never leads to more than ten thousand requests a second', () => {
    refuse([0, 0]);
    answer(100);
    expect(rate.perSecond).toBe(10_000);
  });
});

describe('the second refusal', () => {
  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 3],
    [4, 4],
    [500, 500],
  ])('says the limit, one more where little was answered: %d in a second are %d', (answers, perSecond) => {
    refuse([0, 7], [SECOND, answers]);
    expect(rate.perSecond).toBe(perSecond);
  });

  it('says no less than one request a second', () => {
    refuse([0, 0], [10 * SECOND, 0]);
    expect(rate.perSecond).toBe(1);
  });

  it('at the same moment counts as a millisecond later', () => {
    refuse([SECOND, 0], [SECOND, 2]);
    expect(rate.perSecond).toBe(3000);
  });

  it.each([
    [7, 1],
    [8, Number.POSITIVE_INFINITY],
  ])('is trusted with many calls at once after %d answers: %d', (answers, atOnce) => {
    refuse([0, 0], [SECOND, answers]);
    expect(rate.callsAtOnce).toBe(atOnce);
  });
});

describe('an estimate', () => {
  it.each([
    [4, 4, 1 + 1 / 5],
    [10, 10, 1 + 1 / 9],
    [100, 100, 1 + 1 / 99],
  ])(
    'of %d answers holds for two more than that, and then grows the slower the better it is',
    (answers, perSecond, growth) => {
      refuse([0, 0], [SECOND, answers]);
      answer(answers + 2);
      expect(rate.perSecond).toBe(perSecond);
      answer(1);
      expect(rate.perSecond).toBeCloseTo(perSecond * growth, 9);
    },
  );

  it('is worth less, the longer no refusal comes', () => {
    refuse([0, 0], [SECOND, 100]);
    answer(103);
    const before = rate.perSecond ?? 0;
    answer(1);
    expect((rate.perSecond ?? 0) / before).toBeCloseTo(1 + 1 / 97, 9);
  });

  it('stands on all refusals between which one limit explains what was answered', () => {
    refuse([0, 0], [SECOND, 100], [2 * SECOND, 98]);
    expect(rate.perSecond).toBe(99);
  });

  it.each([
    ['was lowered', 100, 10, 10],
    ['was lowered a little', 14, 10, 10],
    ['is the same but for one call', 13, 10, 11.5],
    ['is the same', 10, 10, 10],
    ['is the same but for another call', 10, 13, 11.5],
    ['was raised a little', 10, 14, 14],
    ['was raised', 10, 100, 100],
  ])('is of the time since the limit changed: it %s', (_, before, after, perSecond) => {
    refuse([0, 0], [SECOND, before], [2 * SECOND, after]);
    expect(rate.perSecond).toBe(perSecond);
  });

  it('takes no late answers of a busy machine for another limit', () => {
    refuse([0, 0], [20, 2], [40, 4]);
    expect(rate.perSecond).toBe(150);
    rate = new ServiceRate();
    refuse([0, 0], [SECOND, 10], [2 * SECOND - 10, 13]);
    expect(rate.perSecond).toBeCloseTo(23 / 1.99, 9);
  });

  it('looks back on two hundred answers', () => {
    refuse([0, 0], [SECOND, 98], [2 * SECOND, 100], [3 * SECOND, 100]);
    expect(rate.perSecond).toBe(100);
  });

  it('looks back on more, where less would be too few', () => {
    refuse([0, 0], [SECOND, 98], [2 * SECOND, 100], [3 * SECOND, 99]);
    expect(rate.perSecond).toBe(99);
  });

  it.each([
    [59, Number.POSITIVE_INFINITY],
    [60, 1],
  ])('that was good, of %d answers, is found out anew where twice as much got through', (answers, atOnce) => {
    refuse([0, 0], [SECOND, answers]);
    answer(2 * answers);
    expect(rate.perSecond).toBeGreaterThan(2 * answers);
    rate.refused(3 * SECOND);
    expect(rate.perSecond).toBe(answers);
    expect(rate.callsAtOnce).toBe(atOnce);
  });

  it('that was good and still is goes on to be trusted', () => {
    refuse([0, 0], [SECOND, 60], [2 * SECOND, 60]);
    expect(rate.perSecond).toBe(60);
    expect(rate.callsAtOnce).toBe(Number.POSITIVE_INFINITY);
  });

  it('that is found out anew stands on what comes after', () => {
    refuse([0, 0], [SECOND, 60], [3 * SECOND, 120], [4 * SECOND, 61]);
    expect(rate.perSecond).toBe(61);
  });
});

describe('a pause', () => {
  it('leaves the speed as it was, to be found out with one call at a time', () => {
    refuse([0, 0], [SECOND, 20]);
    rate.idled();
    expect(rate.perSecond).toBe(20);
    refuse([60 * SECOND, 0]);
    expect(rate.perSecond).toBe(20);
    expect(rate.callsAtOnce).toBe(1);
    refuse([61 * SECOND, 30]);
    expect(rate.perSecond).toBe(30);
  });
});

describe('a speed that is asked for', () => {
  it('is kept, whatever is refused, until less is asked for', () => {
    refuse([0, 0], [SECOND, 10]);
    rate.keepAtLeast(50);
    expect(rate.perSecond).toBe(50);
    refuse([2 * SECOND, 10]);
    expect(rate.perSecond).toBe(50);
    rate.keepAtLeast(0);
    refuse([3 * SECOND, 10]);
    expect(rate.perSecond).toBe(10);
    refuse([13 * SECOND, 0], [33 * SECOND, 0]);
    expect(rate.perSecond).toBe(1);
  });
});
