/** One account × Region: the unit of failure. */
export interface Target {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The Region of a coverage row that is about a whole account: it could not be opened, so that nobody knows which Regions
 * it has.
 */
export const EVERY_REGION = '*';

/** A text that says which target it is, for maps and messages. */
export const nameOf = (target: Target): string => `${target.accountId} ${target.region}`;
