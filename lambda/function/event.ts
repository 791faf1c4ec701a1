import type { CollectorEvent } from '../contract/event';
import { isJsonObject } from '../contract/json-object';
import { parseScheduledTime, type ScheduledTime, scheduledTimeOf } from '../contract/scheduled-time';
import { CollectorError } from '../errors';
import { quote } from '../quote';

/** What the function was invoked with is no event of a run. */
export class EventError extends CollectorError {
  override readonly name = 'EventError';
}

const MEMBER = 'scheduledTime' satisfies keyof CollectorEvent;

/**
 * The scheduled time of the run that an event asks for; without one, the second that it is now.
 *
 * @param now milliseconds since 1970
 * @throws EventError
 */
export const parseEvent = (event: unknown, now: number): ScheduledTime => {
  if (!isJsonObject(event))
    throw new EventError(`the event is ${kindOf(event)}; it must be {"${MEMBER}": "2026-11-22T06:00:00Z"} or {}`);
  const unknown = Object.keys(event).filter((name) => name !== MEMBER);
  if (unknown.length > 0)
    throw new EventError(`the event holds ${listOf(unknown)}; it may hold ${MEMBER} and nothing else`);
  const given = event[MEMBER];
  return given === undefined ? scheduledTimeOf(now) : parseTime(given);
};

const parseTime = (given: unknown): ScheduledTime => {
  const time = typeof given === 'string' ? parseScheduledTime(given) : undefined;
  if (time !== undefined) return time;
  const what = typeof given === 'string' ? quote(given) : kindOf(given);
  throw new EventError(
    `${MEMBER} is ${what}; it must be a time in UTC with whole seconds, such as 2026-11-22T06:00:00Z`,
  );
};

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
};

const MOST_NAMED = 3;

const listOf = (names: readonly string[]): string => {
  const named = names.slice(0, MOST_NAMED).map(quote).join(', ');
  return names.length > MOST_NAMED ? `${named} and ${names.length - MOST_NAMED} more` : named;
};
