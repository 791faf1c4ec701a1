import { parseScheduledTime, type ScheduledTime } from '../../lambda/contract/scheduled-time';

/** A scheduled time, from text that is known to be one. */
export const at = (text: string): ScheduledTime => {
  const time = parseScheduledTime(text);
  if (time === undefined) throw new Error(`no scheduled time: ${text}`);
  return time;
};
