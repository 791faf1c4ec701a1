import { beforeEach, describe, expect, it } from '@jest/globals';
import { forEachAtMost } from '../../../lambda/pool';
import { PATIENCE, Retry } from '../../../lambda/source/aws/retry';
import { TokenBucket } from '../../fakes/token-bucket';
import { VirtualClock } from '../../fakes/virtual-clock';

const LATENCY = 5;

let clock: VirtualClock;
let abort: AbortController;
let retry: Retry;
let started: number;

beforeEach(() => {
  clock = new VirtualClock();
  abort = new AbortController();
  retry = new Retry({ clock, signal: abort.signal, patience: PATIENCE, random: () => 0.5 });
  started = clock.monotonic();
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
  const CALLS = 624;

  const readAll = async (answers: () => boolean, calls = CALLS, latency = LATENCY) => {
    let sent = 0;
    const call = async () => {
      sent++;
      await clock.sleep(latency);
      if (!answers()) throw serviceError('CallRateLimitExceededException', 429);
    };
    await clock.run(forEachAtMost(8, [...Array(calls).keys()], () => retry.call(call)));
    return { sent, seconds: secondsGone() };
  };

  it.each([1, 5, 20, 100, 400])(
    'of %d requests a second is used to the full, with few requests too many',
    async (rate) => {
      const bucket = new TokenBucket(clock, () => rate, BURST);
      const { sent, seconds } = await readAll(() => bucket.take());
      expect(seconds).toBeLessThan(((CALLS - BURST) / rate) * 1.03);
      expect(sent).toBeLessThan(CALLS * 1.04);
    },
  );

  it('whose limit changes is followed', async () => {
    const limit = () => (secondsGone() < 5 ? 20 : secondsGone() < 35 ? 5 : 50);
    const bucket = new TokenBucket(clock, limit, BURST);
    const { sent, seconds } = await readAll(() => bucket.take(), 1200);
    const ideal = 35 + (1200 - BURST - 5 * 20 - 30 * 5) / 50;
    expect(seconds).toBeLessThan(ideal * 1.15);
    expect(sent).toBeLessThan(1200 * 1.06);
  });

  it('that refuses three of ten at any speed costs no call, and does not slow down to a crawl', async () => {
    let calls = 0;
    const { sent, seconds } = await readAll(() => ++calls % 10 < 7);
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
    await clock.run(forEachAtMost(8, [...Array(40).keys()], () => retry.call(call).catch(() => {})));
    expect(sent).toBeLessThan(secondsGone() * 1.2);
    // 8 at a time, each for a minute: no call waits for another to give up.
    expect(secondsGone()).toBeLessThan((40 / 8) * 75);
  });

  it('is not paced before it refuses anything', async () => {
    const { sent, seconds } = await readAll(() => true, 800);
    expect(sent).toBe(800);
    expect(seconds).toBe((800 / 8) * (LATENCY / 1000));
  });
});
