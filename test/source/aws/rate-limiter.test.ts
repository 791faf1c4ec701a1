import { setMaxListeners } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { RateLimiter } from '../../../lambda/source/aws/rate-limiter';
import { VirtualClock } from '../../fakes/virtual-clock';

let clock: VirtualClock;
let abort: AbortController;
let limiter: RateLimiter;
/** When each turn was given, in milliseconds after the beginning. */
let turns: number[];

beforeEach(() => {
  clock = new VirtualClock();
  abort = new AbortController();
  setMaxListeners(0, abort.signal);
  limiter = new RateLimiter(clock);
  turns = [];
});

const ask = (count: number, { signal } = abort): void => {
  for (let i = 0; i < count; i++) void limiter.waitForTurn(signal).then(({ sentAt }) => turns.push(sentAt));
};

/** Lets time pass: what is due by then happens. */
const pass = (milliseconds: number): Promise<void> => clock.run(clock.sleep(milliseconds));

/** A service that has refused one call, at the beginning. */
const refuseOnce = async (): Promise<void> => {
  ask(1);
  await pass(0);
  limiter.refused();
  turns = [];
};

describe('the turns of a service that refuses nothing', () => {
  it('are given at once, however many', async () => {
    ask(500);
    await pass(0);
    expect(turns).toEqual(Array.from({ length: 500 }, () => 0));
    expect(clock.pending).toBe(0);
  });
});

describe('the turns after a refusal', () => {
  it('are given one at a time: a call that is under way is awaited, for however long', async () => {
    await refuseOnce();
    ask(2);
    await pass(10_000);
    expect(turns).toHaveLength(1);
    limiter.answered();
    await pass(1000);
    expect(turns).toHaveLength(2);
  });

  it.each([
    ['answered', 3],
    ['lost', 1],
  ] as const)('become more at once as calls are answered, not as calls are lost: %s', async (how, atOnce) => {
    await refuseOnce();
    for (let call = 0; call < 8; call++) {
      ask(1);
      await pass(1000);
      limiter[how]();
    }
    turns = [];
    ask(20);
    await pass(10_000);
    expect(turns).toHaveLength(atOnce);
  });

  it('are spaced by the rate, sixty a second at first', async () => {
    await refuseOnce();
    ask(1);
    await pass(16);
    expect(turns).toEqual([]);
    await pass(1);
    expect(turns).toEqual([17]);
  });

  it('wait for as long as the service asks for, and not a millisecond longer', async () => {
    await refuseOnce();
    limiter.holdFor(5000);
    limiter.holdFor(3000);
    ask(1);
    await pass(4999);
    expect(turns).toEqual([]);
    await pass(1);
    expect(turns).toEqual([5000]);
  });

  it('go to whoever came first', async () => {
    await refuseOnce();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c'])
      void limiter.waitForTurn(abort.signal).then(() => {
        order.push(name);
        limiter.lost();
      });
    await pass(1000);
    expect(order).toEqual(['a', 'b', 'c']);
  });
});

describe('a signal that aborts', () => {
  it('ends the waiting of its own calls at once, and of no others', async () => {
    await refuseOnce();
    const other = new AbortController();
    ask(3);
    ask(1, other);
    await pass(100);
    expect(turns).toHaveLength(1);
    abort.abort();
    await pass(0);
    expect(turns).toEqual([17, 100, 100]);
    limiter.answered();
    await pass(100);
    expect(turns).toEqual([17, 100, 100, 100]);
  });

  it('lets a call that comes later pass at once, without a turn of anybody', async () => {
    await refuseOnce();
    abort.abort();
    ask(3);
    await pass(0);
    expect(turns).toEqual([0, 0, 0]);
    ask(1, new AbortController());
    await pass(100);
    expect(turns).toEqual([0, 0, 0, 17]);
  });
});
