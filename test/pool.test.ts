import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forEachAtMost } from '../lambda/pool';

/** Work of which each piece takes as many turns of the event loop as its item says; those that `fails` names throw. */
const watched = (fails: (item: number) => boolean = () => false) => {
  const begun: number[] = [];
  const ended: number[] = [];
  let underWay = 0;
  let most = 0;
  const work = async (turns: number): Promise<void> => {
    begun.push(turns);
    most = Math.max(most, ++underWay);
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    underWay--;
    ended.push(turns);
    if (fails(turns)) throw new Error(`item ${turns}`);
  };
  return { work, begun, ended, most: () => most };
};

const anyLimit = fc.integer({ min: 1, max: 6 });
const anyItems = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 });

describe('a pool', () => {
  it('does all the work, in order, with as many at once as are allowed, and never more', async () => {
    await fc.assert(
      fc.asyncProperty(anyLimit, anyItems, async (limit, items) => {
        const { work, begun, ended, most } = watched();
        await forEachAtMost(limit, items, work);
        expect(begun).toEqual(items);
        expect(ended).toHaveLength(items.length);
        expect(most()).toBe(Math.min(limit, items.length));
      }),
    );
  });

  it('begins nothing new after a failure, awaits what is under way, and throws the first failure', async () => {
    // The third fails while two others are under way; the second fails after it.
    const { work, begun, ended } = watched((item) => item === 2 || item === 3);
    await expect(forEachAtMost(3, [5, 3, 2, 1, 1], work)).rejects.toThrow('item 2');
    expect(begun).toEqual([5, 3, 2]);
    expect(ended).toEqual([2, 3, 5]);
  });
});
