import { describe, expect, it } from '@jest/globals';
import { RefusalShare } from '../../../lambda/source/aws/refusal-share';

/** 20 calls, of which so many were refused, at so many calls per second. */
type Round = readonly [refusals: number, perSecond: number];

/** What is asked for after these rounds, in requests per second; 0 where it is nothing. */
const askedAfter = (...rounds: readonly Round[]): number => {
  const share = new RefusalShare();
  let time = 0;
  for (const [refusals, perSecond] of rounds) {
    for (let call = 1; call < 20; call++) share.count(call <= refusals, time);
    time += 20_000 / perSecond;
    share.count(refusals === 20, time);
  }
  return share.perSecond;
};

const repeated = (count: number, round: Round): readonly Round[] => Array.from({ length: count }, () => round);

describe('the speed that is asked for', () => {
  it('is none before two whole rounds of calls', () => {
    expect(askedAfter()).toBe(0);
    expect(askedAfter([6, 10])).toBe(0);
  });

  it('is the speed before, where slowing down has not helped', () => {
    expect(askedAfter([6, 10], [6, 5])).toBe(10);
    expect(askedAfter([6, 10], [6, 10.9])).toBe(10);
  });

  it('is none where the calls have become faster, which explains the refusals', () => {
    expect(askedAfter([6, 10], [6, 12])).toBe(0);
  });

  it.each([
    [2, 0],
    [3, 10],
    [13, 10],
    [14, 0],
    [20, 0],
  ])('is none where few calls are refused, or almost all: %d of 20', (refusals, asked) => {
    expect(askedAfter([refusals, 10], [refusals, 10])).toBe(asked);
  });

  it.each([
    [7, 0],
    [8, 10],
  ])('is none where slowing down has helped by a fifth: %d of 20 instead of 10', (refusals, asked) => {
    expect(askedAfter([10, 10], [refusals, 5])).toBe(asked);
  });

  it('doubles with each round that is no worse, up to ten thousand', () => {
    expect(askedAfter([6, 10], [6, 10], [6, 10])).toBe(20);
    expect(askedAfter([6, 10], [6, 10], [6, 20], [8, 40])).toBe(40);
    expect(askedAfter(...repeated(30, [6, 10]))).toBe(10_000);
  });

  it.each([
    ['much worse than when it began', [8, 10], [11, 10], 20],
    ['much worse than when it began', [8, 10], [12, 10], 0],
    ['refused almost whole', [12, 10], [13, 10], 20],
    ['refused almost whole', [12, 10], [14, 10], 0],
  ] as const)('is given up after a round that is %s: %j, then %j', (_, first, last, asked) => {
    expect(askedAfter(first, first, last)).toBe(asked);
  });

  it('counts each round by itself, from the end of the one before', () => {
    expect(askedAfter([0, 10], [6, 20], [6, 20])).toBe(20);
    expect(askedAfter([6, 20], [0, 20], [6, 20])).toBe(0);
  });
});
