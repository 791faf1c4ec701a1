import { describe, expect, it } from '@jest/globals';
import { SNAPSHOT_KEY } from '../../lambda/contract/layout';
import { parseScheduledTime } from '../../lambda/contract/scheduled-time';
import { FutureRunError } from '../../lambda/errors';
import { readCurrent } from '../../lambda/publishing/current';
import { gzipHeader } from '../../lambda/snapshot/gzip-header';
import { formatStamp } from '../../lambda/snapshot/stamp';
import { MemoryLake } from '../fakes/memory-lake';

const HOUR = 3_600_000;
const RUN = Date.parse('2026-11-22T06:00:00Z');

const lakeWithRun = (): MemoryLake => {
  const lake = new MemoryLake();
  const run = parseScheduledTime('2026-11-22T06:00:00Z');
  if (run === undefined) throw new Error('unreachable');
  lake.objects.set(SNAPSHOT_KEY, gzipHeader(formatStamp({ run, id: 'a'.repeat(32) })));
  return lake;
};

const clockAt = (now: () => number) => ({ now, monotonic: now, wakeAt: () => () => undefined });

describe('the newest snapshot', () => {
  it('is refused when it is of a run that lies ahead of the clock', async () => {
    await expect(
      readCurrent(
        lakeWithRun(),
        clockAt(() => RUN - HOUR),
      ),
    ).rejects.toThrow(FutureRunError);
  });

  it('is no run of the future when its time came while the answer was on its way', async () => {
    const lake = lakeWithRun();
    let now = RUN - HOUR;
    const peek = lake.peek.bind(lake);
    lake.peek = async (key) => {
      const answer = await peek(key);
      now = RUN + HOUR;
      return answer;
    };
    expect(
      (
        await readCurrent(
          lake,
          clockAt(() => now),
        )
      )?.id,
    ).toBe('a'.repeat(32));
  });
});
