import { beforeEach, describe, expect, it } from '@jest/globals';
import { LakeError } from '../../lambda/errors';
import type { PutAnswer } from '../../lambda/lake/lake';
import { putSettled } from '../../lambda/lake/put-settled';
import { HastyClock } from '../fakes/hasty-clock';
import { MemoryLake } from '../fakes/memory-lake';

const BODY = Buffer.from('content');

let lake: MemoryLake;
let clock: HastyClock;
let puts: number;

/** Another write is in the way of so many puts. */
const conflictTimes = (count: number): void => {
  const put = lake.put.bind(lake);
  lake.put = async (...args): Promise<PutAnswer> => (++puts <= count ? { answer: 'conflict' } : put(...args));
};

beforeEach(() => {
  lake = new MemoryLake();
  clock = new HastyClock();
  puts = 0;
});

describe('a put that another write is in the way of', () => {
  it('is sent again until that has ended', async () => {
    conflictTimes(9);
    expect(await putSettled({ lake, clock }, 'key', BODY, 'if_none_match')).toMatchObject({ answer: 'stored' });
    expect(puts).toBe(10);
    expect(clock.pauses).toEqual([50, 100, 200, 400, 800, 1600, 3200, 6400, 12_800]);
  });

  it('is given up right after its tenth try, some 25 seconds after its first', async () => {
    conflictTimes(100);
    const putting = putSettled({ lake, clock }, 'key', BODY, 'if_none_match');
    await expect(putting).rejects.toThrow(
      new LakeError('memory/key: other writes of this object were in the way of 10 tries to put it'),
    );
    expect(puts).toBe(10);
    expect(clock.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(25_550);
  });

  it('leaves to the caller what a condition says', async () => {
    await putSettled({ lake, clock }, 'key', BODY, 'if_none_match');
    expect(await putSettled({ lake, clock }, 'key', BODY, 'if_none_match')).toEqual({ answer: 'precondition_failed' });
    expect(clock.pauses).toEqual([]);
  });
});
