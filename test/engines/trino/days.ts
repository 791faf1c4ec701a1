import { dayOf, millisecondsOf, type ScheduledTime, scheduledTimeOf } from '../../../lambda/contract/scheduled-time';

const DAY = 24 * 60 * 60 * 1000;
/** Taken once, so that a test that goes on over midnight stays with its days. */
const MIDNIGHT = Math.floor(Date.now() / DAY) * DAY;

/** A run of so many days ago, at that hour (UTC). */
export const timeDaysAgo = (days: number, hour: number): ScheduledTime =>
  scheduledTimeOf(MIDNIGHT - days * DAY + (hour / 24) * DAY);

/** Its partition. */
export const dayDaysAgo = (days: number): string => dayOf(timeDaysAgo(days, 0));

/** How many days ago a run was. */
export const daysSince = (time: ScheduledTime): number => Math.ceil((MIDNIGHT - millisecondsOf(time)) / DAY);
