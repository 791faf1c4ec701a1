import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { LakeError } from '../../lambda/errors';

/** A process that was killed while it held the lock keeps the others waiting for this long. */
export const STALE_LOCK_MS = 5_000;

/** Nobody waits for longer: the lock is only held for as long as a rename takes. */
const LONGEST_WAIT_MS = 30_000;

/** One at a time, among all the processes that write to a lake. */
export interface LakeLock {
  /** Throws a LakeError, with nothing done, where the lock cannot be had within half a minute. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

export const lakeLock = (workingPath: string, location: string): LakeLock => {
  const acquire = () => acquireLock(workingPath, location);
  // The lock is polled for: within this process, a queue is faster and fair.
  let last: Promise<unknown> = Promise.resolve();
  return {
    hold: (work) => {
      const result = last.then(() => underLock(acquire, work));
      last = result.catch(() => undefined);
      return result;
    },
  };
};

type Release = () => Promise<void>;

const underLock = async <T>(acquire: () => Promise<Release>, work: () => Promise<T>): Promise<T> => {
  const release = await acquire();
  try {
    return await work();
  } finally {
    // Only fails if the lock was lost, which takes a process that stood still for longer than STALE_LOCK_MS.
    await release().catch(() => undefined);
  }
};

const acquireLock = (workingPath: string, location: string): Promise<Release> =>
  lock(workingPath, {
    lockfilePath: join(workingPath, 'lock'),
    stale: STALE_LOCK_MS,
    retries: {
      retries: 10_000,
      maxRetryTime: LONGEST_WAIT_MS,
      factor: 1.5,
      minTimeout: 2,
      maxTimeout: 100,
      randomize: true,
    },
    onCompromised: () => undefined,
  }).catch((cause) => {
    throw new LakeError(
      `${location}: another process kept the lake locked for ${LONGEST_WAIT_MS / 1000} seconds. Try again when it is done.`,
      { cause },
    );
  });
