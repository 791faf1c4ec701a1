const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-11-22 06:00 UTC`; another spelling stays as it is. */
export const timeText = (time: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : time;

/** How long ago it was, in the largest unit that fits. */
export const ageText = (time: string, now: number): string => {
  const age = now - Date.parse(time);
  if (Number.isNaN(age)) return 'of unknown age';
  if (age < 2 * MINUTE) return 'just now';
  if (age < 2 * HOUR) return `${Math.floor(age / MINUTE)} minutes ago`;
  return age < 2 * DAY ? `${Math.floor(age / HOUR)} hours ago` : `${Math.floor(age / DAY)} days ago`;
};
