/** Time, as a port: the simulation runs on a virtual one. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back at that time (at once, if it has passed), unless the returned function was called before. */
  wakeAt(milliseconds: number, callback: () => void): () => void;
}

/** A timer of Node holds at most this many milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt: (milliseconds, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, milliseconds - Date.now()), LONGEST_TIMER));
    return () => clearTimeout(timer);
  },
};

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
