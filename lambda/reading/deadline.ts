import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock';

export interface Deadline {
  readonly clock: Clock;
  /** On the monotonic clock. */
  readonly deadline: number | undefined;
  readonly caller: AbortSignal | undefined;
}

/**
 * Does the work with a signal that aborts at the deadline or with the caller's own signal, whichever comes first: at
 * once, where one of them has.
 */
export const withDeadline = async <T>(
  { clock, deadline, caller }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const stop = new AbortController();
  // Every call under way listens to it.
  setMaxListeners(0, stop.signal);
  const abort = (): void => stop.abort();
  const left = deadline === undefined ? Number.POSITIVE_INFINITY : deadline - clock.monotonic();
  const forget = deadline === undefined ? undefined : clock.wakeAt(clock.now() + left, abort);
  // The timer alone would be too late: work that begins makes its first calls before a timer fires.
  if (caller?.aborted || left <= 0) abort();
  caller?.addEventListener('abort', abort);
  try {
    return await work(stop.signal);
  } finally {
    forget?.();
    caller?.removeEventListener('abort', abort);
  }
};
