/** Time, as a port: the simulation runs on a virtual one. */
export interface Clock {
  /** Milliseconds since 1970. Whoever sets the clock of the machine moves it. */
  now(): number;
  /** Milliseconds since some moment of the past. Nobody can set it: durations are differences of it. */
  monotonic(): number;
  /** Calls back when `now` reaches that time, at once where it has. The returned function cancels that. */
  wakeAt(milliseconds: number, callback: () => void): () => void;
}

/** A timer of Node holds at most this many milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  wakeAt: (milliseconds, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, milliseconds - Date.now()), LONGEST_TIMER));
    return () => clearTimeout(timer);
  },
};

/** Resolves after so many milliseconds, or at once when the signal aborts: look at the signal afterwards. */
export const pause = (clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.wakeAt(clock.now() + milliseconds, end);
    signal?.addEventListener('abort', end);
  });

/** How the pauses between tries grow, in milliseconds. */
interface BackOff {
  /** After the first failure. Each further failure doubles it. */
  readonly shortest: number;
  readonly longest: number;
  /** From 0 to 1, so that callers who failed together do not try again together. */
  readonly random: () => number;
}

/** The pause after so many failures, in milliseconds: at random between half and all that it has grown to. */
export const pauseAfter = (failures: number, { shortest, longest, random }: BackOff): number =>
  Math.min(longest, shortest * 2 ** (failures - 1)) * (0.5 + random() / 2);
