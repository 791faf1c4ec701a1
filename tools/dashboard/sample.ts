import type { MetricName } from '../../lambda/contract/metrics';

/** A week of hourly runs. */
export const HOURS = 168;

const TARGETS = 51;
/** One of three accounts withdrew its permission, and has not given it back. */
const DENIED = { from: 140, targets: 17 };
/** For three hours a service was slow: calls were throttled, and some targets with them. */
const BUSY = { from: 62, to: 65, targets: 5 };
/** The key of some encrypted workflows was out of reach. */
const KEYLESS = { from: 96, to: 108, targets: 2, rows: 9 };
/** A Region joined the plan. */
const JOINED = { hour: 40, rows: 12 };

const isIn = (hour: number, { from, to = HOURS }: { readonly from: number; readonly to?: number }): boolean =>
  hour >= from && hour < to;

/** From 0 to 1: the same on every machine, and without a pattern to the eye. */
const noise = (hour: number, seed: number): number => {
  const mixed = Math.imul(Math.imul(hour + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b), 0x2c1b3c6d);
  return (Math.imul(mixed ^ (mixed >>> 15), 0x297a2d39) >>> 0) / 2 ** 32;
};

const denied = (hour: number): number => (isIn(hour, DENIED) ? DENIED.targets : 0);
const throttled = (hour: number): number => (isIn(hour, BUSY) ? BUSY.targets : 0);
const partial = (hour: number): number => (isIn(hour, KEYLESS) ? KEYLESS.targets : 0);
const waitedSince = (hour: number): number =>
  isIn(hour, DENIED) ? hour - DENIED.from + 1 : isIn(hour, BUSY) ? hour - BUSY.from + 1 : 0;

/** People work by day. */
const isDay = (hour: number): boolean => hour % 24 >= 8 && hour % 24 < 17;
const created = (hour: number): number =>
  isDay(hour) && noise(hour, 1) > 0.7 ? 1 + Math.floor(noise(hour, 2) * 3) : 0;
const deleted = (hour: number): number => (isDay(hour) && noise(hour, 3) > 0.9 ? 1 : 0);
const joined = (hour: number): number => (hour === JOINED.hour ? JOINED.rows : 0);

const rows = (hour: number): number =>
  Array.from({ length: hour + 1 }, (_, each) => created(each) - deleted(each) + joined(each)).reduce(
    (sum, each) => sum + each,
    404,
  );

const never = (): number => 0;

/** What each metric might say in an hour of that week: nobody's data. */
export const SAMPLES: Readonly<Record<MetricName | 'Errors' | 'ApproximateNumberOfMessagesVisible', Sample>> = {
  RunsPublished: () => 1,
  RecordsLost: never,
  RunSeconds: (hour) => 11 + 3 * noise(hour, 4) + 9 * throttled(hour),
  CallsSent: (hour) => 70 + created(hour) + 14 * throttled(hour) + Math.round(4 * noise(hour, 5)),
  CallsThrottled: (hour) => 13 * throttled(hour),
  TargetsFailed: (hour) => denied(hour) + throttled(hour),
  OldestTargetSeconds: (hour) => 3600 * waitedSince(hour),
  RowsPublished: rows,
  RowsWithoutDetail: (hour) => (isIn(hour, KEYLESS) ? KEYLESS.rows : 0),
  TargetsComplete: (hour) => TARGETS - denied(hour) - throttled(hour) - partial(hour),
  TargetsPartial: partial,
  TargetsDenied: denied,
  TargetsRegionDisabled: never,
  TargetsNoEndpoint: never,
  TargetsThrottled: throttled,
  TargetsTimedOut: never,
  TargetsUnavailable: never,
  TargetsInvalidResponse: never,
  RowsCreated: created,
  RowsUpdated: (hour) => (isDay(hour) && noise(hour, 6) > 0.8 ? 2 : 0),
  RowsDeleted: deleted,
  RowsEnteredScope: joined,
  RowsLeftScope: never,
  Errors: (hour) => (hour === BUSY.from + 1 ? 1 : 0),
  ApproximateNumberOfMessagesVisible: never,
};

type Sample = (hour: number) => number;

/** The alarms that speak at the end of the week. */
export const SPEAKING = ['TargetsFailing'];
