import { getEventListeners, setMaxListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { type Patience, Retry } from '../../../lambda/source/aws/retry';
import { ReadError } from '../../../lambda/source/image-builder';
import { VirtualClock } from '../../fakes/virtual-clock';

const PATIENT: Patience = { throttled: 60_000, unavailable: 25_000, unresolved: 2_000 };
/** Makes one attempt of each call. */
const IMPATIENT: Patience = { throttled: 0, unavailable: 0, unresolved: 0 };

const serviceError = (name: string, status: number, headers: Record<string, string> = {}): Error =>
  Object.assign(new Error('said'), { name, $metadata: { httpStatusCode: status }, $response: { headers } });

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

const newRetry = (patience: Patience, random = () => 1) => {
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return { clock, retry: new Retry({ clock, signal, patience, random }) };
};

/** The service refuses one call, then fails eight in that way: how many calls are then under way at once. */
const callsAtOnceAfter = async (failure: Error): Promise<number> => {
  const { clock, retry } = newRetry(IMPATIENT);
  const refusal = serviceError('ThrottlingException', 400);
  for (const error of [refusal, ...Array.from({ length: 8 }, () => failure)])
    await clock.run(retry.call(() => Promise.reject(error)).catch(() => undefined));
  let underWay = 0;
  for (let call = 0; call < 20; call++)
    void retry.call(() => {
      underWay++;
      return new Promise(() => undefined);
    });
  await clock.run(clock.sleep(10_000));
  return underWay;
};

describe('a call that fails', () => {
  it.each([
    ['with a denial', serviceError('AccessDeniedException', 403)],
    ['because nothing is there', serviceError('ResourceNotFoundException', 404)],
    ['because the answer is unusable', new ReadError('invalid_response', 'UnusableAnswer', 'no JSON')],
  ])('%s was answered: the pace goes up', async (_, failure) => {
    expect(await callsAtOnceAfter(failure)).toBe(3);
  });

  it.each([
    ['with an error of the service', serviceError('ServiceException', 500)],
    ['because the connection broke', systemError('ECONNRESET')],
    ['because there is no such host', systemError('ENOTFOUND')],
    ['because time was up', new ReadError('timed_out', 'DeadlineReached', 'time was up')],
  ])('%s was lost: the pace stays', async (_, failure) => {
    expect(await callsAtOnceAfter(failure)).toBe(1);
  });
});

describe('a failure that the service wants to be asked after again', () => {
  const attemptsWith = async (patience: Patience, status: number, retryAfter: string): Promise<number> => {
    const { clock, retry } = newRetry(patience);
    let attempts = 0;
    const call = retry.call(async () => {
      if (++attempts === 1) throw serviceError('Slow', status, { 'retry-after': retryAfter });
    });
    await clock.run(call.catch(() => undefined));
    return attempts;
  };

  it.each([
    [429, 59, 2],
    [429, 60, 1],
    [503, 24, 2],
    [503, 25, 1],
  ])(
    'by HTTP %d is repeated in %d seconds only where patience lasts: %d attempts',
    async (status, seconds, attempts) => {
      expect(await attemptsWith(PATIENT, status, String(seconds))).toBe(attempts);
    },
  );
});

describe('the pauses of a service that is not there', () => {
  it.each([
    [1, [400, 800, 1600, 3200, 5000, 5000, 5000]],
    [0, [200, 400, 800, 1600, 2500, 2500, 2500, 2500, 2500, 2500, 2500, 2500]],
  ])('grow to five seconds, and to no less than half of that by chance: %d', async (chance, pauses) => {
    const { clock, retry } = newRetry(PATIENT, () => chance);
    const times: number[] = [];
    const call = retry.call(() => {
      times.push(clock.now());
      return Promise.reject(serviceError('ServiceException', 500));
    });
    await expect(clock.run(call)).rejects.toMatchObject({ reason: 'unavailable' });
    expect(times.slice(1).map((time, i) => time - (times[i] ?? 0))).toEqual(pauses);
  });
});

describe('a call that is over', () => {
  it.each([
    ['answered', () => Promise.resolve()],
    ['failed', () => Promise.reject(serviceError('AccessDeniedException', 403))],
  ])('leaves nobody behind who listens for the end of the run: %s', async (_, attempt) => {
    const { signal } = new AbortController();
    const clock = new VirtualClock();
    const retry = new Retry({ clock, signal, patience: PATIENT, random: () => 1 });
    await clock.run(retry.call(attempt).catch(() => undefined));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
