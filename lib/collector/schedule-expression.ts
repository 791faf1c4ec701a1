const RATE = /^rate\((?:1 (minute|hour|day)|([1-9]\d{0,3}) (minute|hour|day)s)\)$/;
/** Minutes, hours, day of month, month, day of week, year. */
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;
const FEW_MINUTES = /^[1-5]?\d(,[1-5]?\d){0,3}$/;
const FIELD = /^[0-9A-Z*?,/#-]+$/;

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 };
/** A run may take as long as the function may: runs that overlap do no harm, and no good. */
const SHORTEST_MINUTES = 15;
/** Two periods must fit into the seven days that an alarm looks back. */
const LONGEST_MINUTES = 3 * MINUTES.day;
const HOURS_WITH_CRON = 48;

/** The minutes between two runs of a rate; undefined for what is not a rate. */
const minutesOf = (expression: string): number | undefined => {
  const [, one, count, many] = RATE.exec(expression) ?? [];
  const unit = one ?? many;
  if (unit !== 'minute' && unit !== 'hour' && unit !== 'day') return undefined;
  return one === undefined && count === '1' ? undefined : Number(count ?? 1) * MINUTES[unit];
};

/** Of the day of the month and the day of the week, exactly one says ?. */
const isCron = (expression: string): boolean => {
  const [, minutes = '', hours = '', day = '', month = '', weekday = '', year = ''] = CRON.exec(expression) ?? [];
  return (
    FEW_MINUTES.test(minutes) &&
    [hours, day, month, weekday, year].every((field) => FIELD.test(field)) &&
    (day === '?') !== (weekday === '?')
  );
};

/**
 * Whether it is a schedule to collect by, as far as that can be told from its text.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const isSchedule = (expression: string): boolean => {
  const minutes = minutesOf(expression);
  if (minutes === undefined) return isCron(expression);
  return minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES;
};

/** Two periods of a rate, in whole hours. The gaps of a cron expression are not worked out: two days. */
export const hoursOfTwoPeriods = (expression: string): number => {
  const minutes = minutesOf(expression);
  return minutes === undefined ? HOURS_WITH_CRON : Math.ceil((2 * minutes) / MINUTES.hour);
};
