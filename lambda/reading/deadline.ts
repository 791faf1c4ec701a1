import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock';

export interface Deadline {
  readonly clock: Clock;
  /** In milliseconds since 1970. */
  readonly deadline: number | undefined;
  readonly caller: AbortSignal | undefined;
}

/**
 * Does the work with a signal that aborts at the deadline, or when the caller's own signal
 * does, whichever comes first; at once, if either has passed.
 */
export const withDeadline = async <T>(
  { clock, deadline, caller }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const stop = new AbortController();
  // Every call under way listens to it.
  setMaxListeners(0, stop.signal);
  const abort = (): void => stop.abort();
  const forget = deadline === undefined ? undefined : clock.wakeAt(deadline, abort);
  // The timer alone would be too late: work that begins makes its first calls before a timer fires.
  if (caller?.aborted || (deadline !== undefined && deadline <= clock.now())) abort();
  caller?.addEventListener('abort', abort);
  try {
    return await work(stop.signal);
  } finally {
    forget?.();
    caller?.removeEventListener('abort', abort);
  }
};
