import { FakeRegion } from './fake-region';

/** An AWS account that lives in memory. What happens to it is seen by the next call. */
export class FakeAccount {
  readonly #regions: ReadonlyMap<string, FakeRegion>;
  /** Who all its callers are. */
  readonly callerArn: string;
  /** Whether it has a role for those who collect from another account. */
  hasRole = true;

  /**
   * @param accountId 12 digits
   * @param regions the Regions that the account uses; to any other it has not opted in
   */
  constructor(
    readonly accountId: string,
    regions: readonly string[],
    readonly partition = 'aws',
  ) {
    this.callerArn = `arn:${partition}:sts::${accountId}:assumed-role/workflow-reader/session`;
    this.#regions = new Map(regions.map((name) => [name, new FakeRegion(name, accountId, partition)]));
  }

  regions(): readonly FakeRegion[] {
    return [...this.#regions.values()];
  }

  /** Throws where the account does not use the Region. */
  region(name: string): FakeRegion {
    const region = this.#regions.get(name);
    if (region === undefined)
      throw new Error(`${name} is no Region of ${this.accountId}; it has ${[...this.#regions.keys()].join(', ')}`);
    return region;
  }

  /** The Region as a caller meets it: one that the account does not use is one that is not enabled. */
  regionCalled(name: string): FakeRegion {
    const known = this.#regions.get(name);
    if (known !== undefined) return known;
    const unknown = new FakeRegion(name, this.accountId, this.partition);
    unknown.behaviour = { kind: 'not_enabled' };
    return unknown;
  }
}
