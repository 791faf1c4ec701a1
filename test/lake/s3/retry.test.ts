import { beforeEach, describe, expect, it } from '@jest/globals';
import { PATIENCE_MILLISECONDS, retry } from '../../../lambda/lake/s3/retry';
import { HastyClock } from '../../fakes/hasty-clock';
import { VirtualClock } from '../../fakes/virtual-clock';

const HOUR = 3_600_000;

let clock: VirtualClock;
let calls: number;
beforeEach(() => {
  clock = new VirtualClock();
  calls = 0;
});

const busy = () => Object.assign(new Error('slow down'), { name: 'SlowDown', $metadata: { httpStatusCode: 503 } });

const call = (attempt: () => Promise<void>): Promise<void> =>
  clock.run(retry({ clock, random: () => 1, patience: PATIENCE_MILLISECONDS }, attempt));

const serviceError = (name: string, status: number, headers: Record<string, string> = {}): Error =>
  Object.assign(new Error('said'), { name, $metadata: { httpStatusCode: status }, $response: { headers } });

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

/** The pauses between the attempts of a call that fails so often in that way; `gave up` where it was not repeated enough. */
const pausesAfter = async (error: unknown, failures: number, chance = 1): Promise<readonly (number | string)[]> => {
  const clock = new HastyClock();
  let attempts = 0;
  const call = retry({ clock, random: () => chance, patience: PATIENCE_MILLISECONDS }, async () => {
    if (++attempts <= failures) throw error;
  });
  const end = await call.then(
    () => [],
    (thrown: unknown) => {
      expect(thrown).toBe(error);
      return ['gave up'];
    },
  );
  return [...clock.pauses, ...end];
};

describe('a call to S3 that fails', () => {
  it('is given up within half a minute, also where the clock is set back an hour meanwhile', async () => {
    const failing = call(async () => {
      if (++calls === 3) clock.setBack(HOUR);
      throw busy();
    });
    await expect(failing).rejects.toThrow('slow down');
    expect(clock.monotonic()).toBe(26_200);
    expect(calls).toBe(10);
  });

  it('waits until the date that S3 names', async () => {
    const date = new Date(clock.now() + 7_000).toUTCString();
    await call(async () => {
      if (++calls === 1) throw Object.assign(busy(), { $response: { headers: { 'retry-after': date } } });
    });
    expect(clock.monotonic()).toBe(7_000);
  });

  it('is repeated after pauses that grow to five seconds, for half a minute', async () => {
    const slow = serviceError('SlowDown', 503);
    expect(await pausesAfter(slow, 9)).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000]);
    expect(await pausesAfter(slow, 10)).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000, 'gave up']);
    expect(await pausesAfter(slow, 3, 0)).toEqual([100, 200, 400]);
  });

  it.each([
    ['0', [200]],
    ['7', [7000]],
    ['30', [30_000]],
    ['31', ['gave up']],
  ])(
    'is repeated when S3 asks to be asked again, in %s seconds, where that is within half a minute',
    async (seconds, pauses) => {
      expect(await pausesAfter(serviceError('SlowDown', 503, { 'retry-after': seconds }), 1)).toEqual(pauses);
    },
  );

  it.each([
    serviceError('RequestTimeout', 400),
    serviceError('BadDigest', 400),
    serviceError('IncompleteBody', 400),
    serviceError('SlowDown', 400),
    serviceError('XAmzContentChecksumMismatch', 400),
    serviceError('Whatever', 408),
    serviceError('Whatever', 429),
    serviceError('InternalError', 500),
    serviceError('Whatever', 500),
    serviceError('Whatever', 599),
    systemError('ECONNRESET'),
    systemError('EAI_AGAIN'),
    systemError('ECONNABORTED'),
    systemError('ECONNREFUSED'),
    systemError('EHOSTUNREACH'),
    systemError('ENETDOWN'),
    systemError('ENETUNREACH'),
    systemError('EPIPE'),
    systemError('ERR_STREAM_PREMATURE_CLOSE'),
    systemError('ETIMEDOUT'),
    systemError('HPE_INVALID_CONSTANT'),
    Object.assign(new Error('none'), { name: 'TimeoutError' }),
    Object.assign(serviceError('RequestTimeTooSkewed', 403), {
      $metadata: { httpStatusCode: 403, clockSkewCorrected: true },
    }),
  ])('is repeated after %s', async (error) => {
    expect(await pausesAfter(error, 1)).toEqual([200]);
  });

  it.each([
    serviceError('AccessDenied', 403),
    serviceError('NoSuchKey', 404),
    serviceError('Whatever', 499),
    serviceError('NotImplemented', 501),
    serviceError('RequestTimeTooSkewed', 403),
    Object.assign(serviceError('Whatever', 403), { code: 'ECONNRESET' }),
    Object.assign(new Error('stopped'), { name: 'AbortError' }),
    systemError('ENOENT'),
    systemError('ENOTFOUND'),
    systemError('XHPE_INVALID'),
    systemError('CERT_HAS_EXPIRED'),
    new TypeError('a fault of this program'),
    'no error at all',
  ])('is given up at once after %s', async (error) => {
    expect(await pausesAfter(error, 1)).toEqual(['gave up']);
  });
});
