/**
 * The scheduled time: the identity of a run. It is ISO 8601 text in UTC with whole seconds, `2026-11-22T06:00:00Z`, so
 * that text order is time order. Object keys hold its compact form, `20261122T060000Z`.
 */
export type ScheduledTime = string & { readonly __scheduledTime: never };

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.0+)?Z$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** The scheduled time that a text means, or undefined where it means none (2026-02-30T00:00:00Z is none). */
export const parseScheduledTime = (text: string): ScheduledTime | undefined => {
  if (!ISO.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const time = scheduledTimeOf(milliseconds);
  return time.slice(0, 19) === text.slice(0, 19) ? time : undefined;
};

/** The scheduled time of an instant, given in milliseconds since 1970: the second that it lies in. */
export const scheduledTimeOf = (milliseconds: number): ScheduledTime =>
  `${new Date(milliseconds).toISOString().slice(0, 19)}Z` as ScheduledTime;

export const millisecondsOf = (time: ScheduledTime): number => Date.parse(time);

/** `20261122T060000Z` for `2026-11-22T06:00:00Z`. */
export const compactOf = (time: ScheduledTime): string => time.replaceAll(/[-:]/g, '');

export const parseCompact = (text: string): ScheduledTime | undefined => {
  const parts = COMPACT.exec(text);
  return parts === null ? undefined : parseScheduledTime(text.replace(COMPACT, '$1-$2-$3T$4:$5:$6Z'));
};

/** The UTC day of a run: the value of the partition column `dt`. */
export const dayOf = (time: ScheduledTime): string => time.slice(0, 10);

/** Clocks differ; a scheduled time that lies further ahead than this is a mistake. */
export const CLOCK_TOLERANCE_MILLISECONDS = 5 * 60 * 1000;

export const isFuture = (time: ScheduledTime, now: number): boolean =>
  millisecondsOf(time) > now + CLOCK_TOLERANCE_MILLISECONDS;
