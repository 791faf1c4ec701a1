import type { CoverageRow } from '../contract/tables';
import type { Target } from '../target';

/** Since when the data of a target is: the scheduled time of a run; null where it was never read. */
type AsOf = CoverageRow['as_of'];

/**
 * What the last run said of its targets: which there were, and since when the data of each is. A run holds this for
 * hundreds of thousands of them, so that it keeps no more of a row, and of equal texts one.
 */
export class LastCoverage {
  private readonly accounts = new Map<string, Map<string, AsOf>>();
  private readonly texts = new Map<string, string>();

  add({ account_id, region, as_of }: CoverageRow): void {
    const regions = this.accounts.get(account_id) ?? new Map<string, AsOf>();
    this.accounts.set(account_id, regions);
    regions.set(this.shared(region), as_of && this.shared(as_of));
  }

  /** Null also where the last run knew nothing of the target. */
  asOf({ accountId, region }: Target): AsOf {
    return this.accounts.get(accountId)?.get(region) ?? null;
  }

  /** The oldest data of an account; null where something of it was never read, or nothing is known. */
  oldestOf(accountId: string): AsOf {
    let oldest: string | undefined;
    for (const asOf of this.accounts.get(accountId)?.values() ?? []) {
      if (asOf === null) return null;
      if (oldest === undefined || asOf < oldest) oldest = asOf;
    }
    return oldest ?? null;
  }

  *targets(): Generator<Target> {
    for (const [accountId, regions] of this.accounts) for (const region of regions.keys()) yield { accountId, region };
  }

  private shared(text: string): string {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return known ?? text;
  }
}
