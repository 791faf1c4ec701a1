import { setMaxListeners } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forEachAtMost } from '../../../lambda/pool';
import { CALLS_AT_ONCE } from '../../../lambda/reading/collect';
import { PATIENCE, Retry } from '../../../lambda/source/aws/retry';
import { TokenBucket } from '../../fakes/token-bucket';
import { VirtualClock } from '../../fakes/virtual-clock';

const LATENCY = 5;

let clock: VirtualClock;
let abort: AbortController;
let retry: Retry;
let started: number;

const renew = (): void => {
  clock = new VirtualClock();
  abort = new AbortController();
  setMaxListeners(0, abort.signal);
  retry = new Retry({ clock, signal: abort.signal, patience: PATIENCE, random: () => 0.5 });
  started = clock.monotonic();
};

beforeEach(renew);

const anyLimit = fc.record({
  rate: fc.integer({ min: 1, max: 400 }),
  burst: fc.integer({ min: 1, max: 200 }),
  latency: fc.integer({ min: 1, max: 100 }),
});

const serviceError = (name: string, status: number, headers: Record<string, string> = {}): Error =>
  Object.assign(new Error('what the service said'), {
    name,
    $metadata: { httpStatusCode: status },
    $response: { headers },
  });

const systemError = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

/** An attempt that takes a round trip, and fails with what `failure` gives. */
const attempt = (failure: (attemptNumber: number) => Error | undefined) => {
  let attempts = 0;
  const call = async (): Promise<string> => {
    await clock.sleep(LATENCY);
    const error = failure(++attempts);
    if (error !== undefined) throw error;
    return 'answer';
  };
  return { call, count: () => attempts };
};

const secondsGone = (): number => (clock.monotonic() - started) / 1000;

describe('a call that is repeated', () => {
  it('comes through after any number of refusals that end within the minute', async () => {
    const { call, count } = attempt(() => (secondsGone() < 50 ? serviceError('Whatever', 429) : undefined));
    await expect(clock.run(retry.call(call))).resolves.toBe('answer');
    expect(count()).toBeGreaterThan(3);
  });

  it('is given up as throttled after a minute of refusals, having been polite', async () => {
    const { call, count } = attempt(() => serviceError('ThrottlingException', 400));
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({
      reason: 'throttled',
      code: 'ThrottlingException',
    });
    expect(secondsGone()).toBeGreaterThan(55);
    expect(secondsGone()).toBeLessThan(65);
    expect(count()).toBeLessThan(80);
  });

  it('is given up as unavailable after half a minute of server errors', async () => {
    const { call, count } = attempt(() => serviceError('ServiceException', 500));
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ reason: 'unavailable' });
    expect(secondsGone()).toBeGreaterThan(15);
    expect(secondsGone()).toBeLessThan(30);
    expect(count()).toBeGreaterThan(4);
  });

  it('is tried twice, not for minutes, with a service that never answers', async () => {
    const timeout = Object.assign(new Error('no answer'), { name: 'TimeoutError', code: 'ETIMEDOUT' });
    const silent = async () => {
      attempts++;
      await clock.sleep(15_000);
      throw timeout;
    };
    let attempts = 0;
    await expect(clock.run(retry.call(silent))).rejects.toMatchObject({ reason: 'unavailable' });
    expect(attempts).toBe(2);
    expect(secondsGone()).toBeLessThan(31);
  });

  it.each([
    ['the host name is not found', 'ENOTFOUND', 'no_endpoint'],
    ['the resolver does not answer', 'EAI_AGAIN', 'unavailable'],
  ])('is hardly repeated where %s', async (_, code, reason) => {
    const { call, count } = attempt(() => systemError(code));
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ reason, code });
    expect(count()).toBeGreaterThan(1);
    expect(secondsGone()).toBeLessThan(3);
  });

  it('is given up after the same time where the clock is set back an hour meanwhile', async () => {
    const { call, count } = attempt((n) => {
      if (n === 3) clock.setBack(3_600_000);
      return serviceError('ServiceException', 500);
    });
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ reason: 'unavailable' });
    expect(secondsGone()).toBeLessThan(30);
    expect(count()).toBeGreaterThan(4);
  });

  it('comes through where the clock is set back while the service throttles', async () => {
    const { call } = attempt((n) => {
      if (n === 2) clock.setBack(3_600_000);
      return n < 4 ? serviceError('ThrottlingException', 400) : undefined;
    });
    await expect(clock.run(retry.call(call))).resolves.toBe('answer');
    expect(secondsGone()).toBeLessThan(60);
  });

  it('waits as long as the service asks', async () => {
    const { call, count } = attempt((n) => (n === 1 ? serviceError('Slow', 429, { 'retry-after': '20' }) : undefined));
    await clock.run(retry.call(call));
    expect(secondsGone()).toBeGreaterThan(20);
    expect(count()).toBe(2);
  });

  it('holds back the other calls of its target for as long as the service asks', async () => {
    const refused = attempt((n) => (n === 1 ? serviceError('Slow', 429, { 'retry-after': '20' }) : undefined));
    let othersBegin = 0;
    const other = async (): Promise<void> => {
      await clock.sleep(1000);
      await retry.call(async () => {
        othersBegin = secondsGone();
      });
    };
    await clock.run(Promise.all([retry.call(refused.call), other()]));
    expect(othersBegin).toBeGreaterThan(20);
  });

  it('is given up at once where the service asks for more than there is patience', async () => {
    const { call, count } = attempt(() => serviceError('Slow', 503, { 'retry-after': '3600' }));
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ reason: 'unavailable' });
    expect(count()).toBe(1);
  });

  it('is repeated once the SDK has set the clock right, though the answer was a denial', async () => {
    const skewed = Object.assign(serviceError('InvalidSignatureException', 403), {
      $metadata: { httpStatusCode: 403, clockSkewCorrected: true },
    });
    const { call } = attempt((n) => (n === 1 ? skewed : undefined));
    await expect(clock.run(retry.call(call))).resolves.toBe('answer');
    const stubborn = attempt(() => skewed);
    await expect(clock.run(retry.call(stubborn.call))).rejects.toMatchObject({ reason: 'denied' });
    expect(stubborn.count()).toBe(3);
  });

  it.each([
    ['AccessDeniedException', 403],
    ['ResourceNotFoundException', 404],
    ['InvalidRequestException', 400],
  ])('is not repeated after %s', async (name, status) => {
    const { call, count } = attempt(() => serviceError(name, status));
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ code: name });
    expect(count()).toBe(1);
  });
});

describe('the deadline', () => {
  it.each([
    ['while a call is under way', () => clock.sleep(1e9)],
    ['in the middle of a pause', () => Promise.reject(serviceError('ServiceException', 500))],
    ['while a call waits for its turn', () => Promise.reject(serviceError('Slow', 429, { 'retry-after': '59' }))],
  ])('ends a call at once %s', async (_, call) => {
    clock.wakeAt(clock.now() + 1000, () => abort.abort());
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ reason: 'timed_out', code: 'DeadlineReached' });
    expect(secondsGone()).toBe(1);
  });

  it('leaves no timer behind that would keep the process from ending', async () => {
    const { call } = attempt(() => serviceError('Slow', 429, { 'retry-after': '59' }));
    clock.wakeAt(clock.now() + 1000, () => abort.abort());
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ reason: 'timed_out' });
    expect(clock.pending).toBe(0);
  });

  it('lets no call begin after it', async () => {
    abort.abort();
    const { call, count } = attempt(() => undefined);
    await expect(clock.run(retry.call(call))).rejects.toMatchObject({ reason: 'timed_out' });
    expect(count()).toBe(0);
  });
});

describe('a limited service', () => {
  const BURST = 20;
  const PAGES = 24;
  const CALLS = PAGES + 600;

  interface Reading {
    readonly answers: () => boolean;
    readonly calls?: number;
    readonly latency?: number;
  }

  /** As a target is read: the pages of its list, one after another, and then all else. */
  const readAll = async ({ answers, calls = CALLS, latency = LATENCY }: Reading) => {
    let [sent, underWay, most] = [0, 0, 0];
    const call = async () => {
      sent++;
      most = Math.max(most, ++underWay);
      await clock.sleep(latency / 2);
      const isAnswered = answers();
      await clock.sleep(latency / 2);
      underWay--;
      if (!isAnswered) throw serviceError('CallRateLimitExceededException', 429);
    };
    const read = async () => {
      for (let page = 0; page < PAGES; page++) await retry.call(call);
      await forEachAtMost(CALLS_AT_ONCE, [...Array(calls - PAGES).keys()], () => retry.call(call));
    };
    await clock.run(read());
    return { sent, most, seconds: secondsGone() };
  };

  it.each([5, 20, 100].flatMap((rate) => [2, 10, 30].map((latency) => [rate, latency] as const)))(
    'of %i requests a second, each of %i ms, is used to the full, with few requests too many',
    async (rate, latency) => {
      const bucket = new TokenBucket(clock, () => rate, BURST);
      const { sent, seconds } = await readAll({ answers: () => bucket.take(), latency });
      expect(sent).toBeLessThan(CALLS * 1.03);
      // While the list is read, page by page, a limit is not used to the full.
      expect(seconds).toBeLessThan(Math.max((CALLS - BURST) / rate, PAGES * (latency / 1000) + 600 / rate) * 1.03);
    },
  );

  it('costs no more beyond that than what was under way when it first refused, whatever it allows', async () => {
    await fc.assert(
      fc.asyncProperty(anyLimit, async ({ rate, burst, latency }) => {
        renew();
        const bucket = new TokenBucket(clock, () => rate, burst);
        const { sent, most } = await readAll({ answers: () => bucket.take(), latency });
        expect(most).toBeLessThanOrEqual(CALLS_AT_ONCE);
        expect(sent).toBeLessThan(CALLS * 1.04 + CALLS_AT_ONCE);
      }),
      { numRuns: 30 },
    );
  });

  it('whose limit changes is followed', async () => {
    const limit = () => (secondsGone() < 5 ? 20 : secondsGone() < 35 ? 5 : 50);
    const bucket = new TokenBucket(clock, limit, BURST);
    const { sent, seconds } = await readAll({ answers: () => bucket.take(), calls: 1200 });
    const ideal = 35 + (1200 - BURST - 5 * 20 - 30 * 5) / 50;
    expect(seconds).toBeLessThan(ideal * 1.15);
    expect(sent).toBeLessThan(1200 * 1.06);
  });

  it('that refuses three of ten at any speed costs no call, and does not slow down to a crawl', async () => {
    let calls = 0;
    const { sent, seconds } = await readAll({ answers: () => ++calls % 10 < 7 });
    expect(sent).toBeGreaterThan(CALLS);
    expect(seconds).toBeLessThan(200);
  });

  it('that refuses everything is not bombarded, however long that goes on', async () => {
    let sent = 0;
    const call = async () => {
      sent++;
      await clock.sleep(LATENCY);
      throw serviceError('CallRateLimitExceededException', 429);
    };
    const work = () => retry.call(call).catch(() => {});
    await clock.run(forEachAtMost(CALLS_AT_ONCE, [...Array(40).keys()], work));
    expect(sent).toBeLessThan(secondsGone() * 1.2);
    // 8 at a time, each for a minute: no call waits for another to give up.
    expect(secondsGone()).toBeLessThan((40 / 8) * 75);
  });

  it('is not paced before it refuses anything: as many calls as a target may make get under way', async () => {
    const { sent, most, seconds } = await readAll({ answers: () => true, latency: 30 });
    expect({ sent, most }).toEqual({ sent: CALLS, most: CALLS_AT_ONCE });
    // The pages and five round trips for a burst, then two with more and more.
    const roundTrips = PAGES + 5 + 2 + Math.ceil((600 - 5 * 8 - 8 - 16) / CALLS_AT_ONCE);
    expect(seconds).toBeCloseTo(roundTrips * 0.03, 6);
  });
});
