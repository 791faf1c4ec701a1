import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CallsAtOnce } from '../../../lambda/source/aws/calls-at-once';

let abort: AbortController;
let calls: CallsAtOnce;
let begun: number;
let ended: number;

const renew = (): void => {
  abort = new AbortController();
  setMaxListeners(0, abort.signal);
  calls = new CallsAtOnce();
  [begun, ended] = [0, 0];
};

beforeEach(renew);

const ask = (count: number, { signal } = abort): void => {
  for (let i = 0; i < count; i++) void calls.begin(signal).then(() => begun++);
};

const end = (how: 'answered' | 'lost' = 'lost'): void => {
  if (how === 'answered') calls.answered();
  calls.end();
  ended++;
};

/** No limit is in sight: the answers of a usual burst have come, one by one. */
const passBurst = (): void => {
  for (let call = 0; call < 64; call++) {
    ask(1);
    end('answered');
  }
};

const underWay = async (): Promise<number> => {
  await setImmediate();
  return begun - ended;
};

describe('the calls under way at once', () => {
  it('are eight at first, until as many answers have come as a usual burst may have', async () => {
    ask(500);
    expect(await underWay()).toBe(8);
    for (let call = 0; call < 64; call++) end('answered');
    expect(await underWay()).toBe(8);
    end('answered');
    expect(await underWay()).toBe(9);
  });

  it('become one more with each further answer, up to as many as there are callers', async () => {
    passBurst();
    ask(32);
    for (let answers = 1; answers <= 30; answers++) {
      end('answered');
      ask(1);
      expect(await underWay()).toBe(Math.min(32, 8 + answers));
    }
  });

  it('become no more with calls that get no answer', async () => {
    passBurst();
    ask(50);
    for (let call = 0; call < 20; call++) end();
    expect(await underWay()).toBe(8);
  });

  it('become no more where calls come one by one, however many are answered', async () => {
    passBurst();
    passBurst();
    ask(50);
    expect(await underWay()).toBe(8);
  });

  it('become eight again after a refusal as calls end, and stay so, however many are answered', async () => {
    passBurst();
    ask(500);
    for (let call = 0; call < 24; call++) end('answered');
    expect(await underWay()).toBe(32);
    calls.refused();
    const counts: number[] = [];
    for (let call = 0; call < 40; call++) {
      end('answered');
      counts.push(await underWay());
    }
    expect(counts.slice(0, 24)).toEqual(Array.from({ length: 24 }, (_, call) => 31 - call));
    expect(new Set(counts.slice(24))).toEqual(new Set([8]));
  });

  it('are at any time at most eight and one for each answer, and all calls begin in the end', async () => {
    const anyStep = fc.constantFrom('answered' as const, 'answered' as const, 'lost' as const, 'refused' as const);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.array(anyStep), async (callers, steps) => {
        renew();
        passBurst();
        ask(callers);
        let answers = 0;
        for (const step of steps) {
          const now = await underWay();
          expect(now).toBeGreaterThanOrEqual(Math.min(8, 64 + callers - ended));
          expect(now).toBeLessThanOrEqual(8 + answers);
          if (step === 'refused') calls.refused();
          else if (now > 0) end(step);
          if (step === 'answered') answers++;
        }
        while ((await underWay()) > 0) end();
        expect(begun).toBe(64 + callers);
      }),
    );
  });
});

describe('a signal that aborts', () => {
  it('lets its own calls begin at once, and no others', async () => {
    ask(8);
    const other = new AbortController();
    ask(3);
    ask(2, other);
    abort.abort();
    expect(await underWay()).toBe(11);
    ask(1);
    expect(await underWay()).toBe(12);
    for (let call = 0; call < 6; call++) end();
    expect(await underWay()).toBe(8);
  });
});
