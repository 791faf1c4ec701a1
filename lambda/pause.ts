import type { Clock } from './clock';

/** Resolves at that time (milliseconds since 1970), or at once when the signal aborts: look at the signal afterwards. */
export const pauseUntil = (clock: Clock, time: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.wakeAt(time, end);
    signal?.addEventListener('abort', end, { once: true });
  });
