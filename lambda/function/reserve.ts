const LEAST_MILLISECONDS = 60_000;
const SHARE = 0.2;

/**
 * How much of the time left is kept for merging and publishing: a fifth, since a run that may read for longer has more to
 * merge, but at least a minute, and never more than half, so that a function with a short timeout still reads.
 */
export const reserveOf = (millisecondsLeft: number): number =>
  Math.min(Math.max(LEAST_MILLISECONDS, millisecondsLeft * SHARE), millisecondsLeft / 2);
