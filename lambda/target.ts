/** One account × Region: the unit of failure. */
export interface Target {
  readonly accountId: string;
  readonly region: string;
}

/** A text that says which target it is, for maps and messages. */
export const nameOf = (target: Target): string => `${target.accountId} ${target.region}`;
