import type { CollectorEvent } from '../contract/event';
import { isJsonObject } from '../contract/json-object';
import { parseScheduledTime, type ScheduledTime, scheduledTimeOf } from '../contract/scheduled-time';
import { CollectorError } from '../errors';
import { quote } from '../quote';

/** What the function was invoked with is no event of a run. */
export class EventError extends CollectorError {
  override readonly name = 'EventError';
}

const MEMBERS = ['scheduledTime', 'dropScope'] as const satisfies readonly (keyof CollectorEvent)[];

/** What an event asks for. */
export interface AskedRun {
  readonly scheduledTime: ScheduledTime;
  readonly dropScope: boolean;
}

/**
 * The run that an event asks for; without a scheduled time, that of the second that it is now.
 *
 * @param now milliseconds since 1970
 * @throws EventError
 */
export const parseEvent = (event: unknown, now: number): AskedRun => {
  if (!isJsonObject(event))
    throw new EventError(`the event is ${kindOf(event)}; it must be {"scheduledTime": "2026-11-22T06:00:00Z"} or {}`);
  const unknown = Object.keys(event).filter((name) => !MEMBERS.some((member) => member === name));
  if (unknown.length > 0)
    throw new EventError(`the event holds ${listOf(unknown)}; it may hold ${MEMBERS.join(' and ')}, and nothing else`);
  const { scheduledTime, dropScope = false } = event;
  if (typeof dropScope !== 'boolean')
    throw new EventError(`dropScope is ${kindOf(dropScope)}; it must be true or false`);
  return { scheduledTime: scheduledTime === undefined ? scheduledTimeOf(now) : parseTime(scheduledTime), dropScope };
};

const parseTime = (given: unknown): ScheduledTime => {
  const time = typeof given === 'string' ? parseScheduledTime(given) : undefined;
  if (time !== undefined) return time;
  const what = typeof given === 'string' ? quote(given) : kindOf(given);
  throw new EventError(
    `scheduledTime is ${what}; it must be a time in UTC with whole seconds, such as 2026-11-22T06:00:00Z`,
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
