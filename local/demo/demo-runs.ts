import { parseScheduledTime, type ScheduledTime } from '../../lambda/contract/scheduled-time';

const time = (text: string): ScheduledTime => {
  const parsed = parseScheduledTime(text);
  if (parsed === undefined) throw new Error(`${text} is no scheduled time`);
  return parsed;
};

/** Two days of the past, the same for everybody: then everybody sees the same tables. */
export const FIRST_RUN = time('2026-11-21T06:00:00Z');
export const SECOND_RUN = time('2026-11-22T06:00:00Z');
