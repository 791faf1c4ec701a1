import { beforeEach, describe, expect, it } from '@jest/globals';
import { PATIENCE_MILLISECONDS, retry } from '../../../lambda/lake/s3/retry';
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

  it('is repeated up to the last moment of its patience, and not beyond', async () => {
    const refused = (seconds: string) => Object.assign(busy(), { $response: { headers: { 'retry-after': seconds } } });
    const failOnce = (seconds: string) => async () => {
      if (++calls === 1) throw refused(seconds);
    };
    await call(failOnce('30'));
    expect(clock.monotonic()).toBe(30_000);
    calls = 0;
    await expect(call(failOnce('31'))).rejects.toThrow('slow down');
  });

  it('waits until the date that S3 names', async () => {
    const date = new Date(clock.now() + 7_000).toUTCString();
    await call(async () => {
      if (++calls === 1) throw Object.assign(busy(), { $response: { headers: { 'retry-after': date } } });
    });
    expect(clock.monotonic()).toBe(7_000);
  });
});
