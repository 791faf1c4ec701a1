import { forEachAtMost } from '../pool';
import type { RegionScope } from '../scope';
import { ReadError, type Source } from '../source/image-builder';
import { EVERY_REGION, type Target } from '../target';
import { regionsLeft } from './plan';
import { empty, type TargetResult, unread } from './target-result';

/** How many accounts are opened at once. */
const ACCOUNTS_AT_ONCE = 16;
/** After so many accounts in a row without an answer, the service is taken for one that does not answer in this run. */
const MOST_UNANSWERED_IN_A_ROW = 16;

export interface OpenAccountsOptions {
  /** In the order in which they are opened. */
  readonly accountIds: readonly string[];
  readonly scope: RegionScope;
  readonly source: Source;
  /** What the lake holds: the targets of an account that cannot be opened keep their rows. */
  readonly held: readonly Target[];
  readonly signal: AbortSignal;
}

export interface OpenedAccounts {
  readonly targets: readonly Target[];
  /** Of the accounts that could not be opened: one result for the account, and one for each Region that the lake holds. */
  readonly unopened: readonly TargetResult[];
  /** Of the accounts that could be opened, and have no Region that is to be collected: one result for the account. */
  readonly empty: readonly TargetResult[];
}

/** Opens every account, many at a time, each inside its own error boundary, and says what there is to read. */
export const openAccounts = async (options: OpenAccountsOptions): Promise<OpenedAccounts> => {
  const { accountIds, scope, source, signal } = options;
  const opening = new Opening(source, scope, signal);
  const regions = new Map<string, readonly string[]>();
  const errors = new Map<string, ReadError>();
  await forEachAtMost(ACCOUNTS_AT_ONCE, accountIds, async (accountId) => {
    try {
      regions.set(accountId, await opening.open(accountId));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      errors.set(accountId, ofAccount(error));
    }
  });
  return {
    targets: accountIds.flatMap((accountId) => targetsOf(accountId, regions.get(accountId) ?? [])),
    unopened: unopenedResults(errors, options),
    empty: accountIds
      .filter((accountId) => regions.get(accountId)?.length === 0)
      .map((accountId) => empty({ accountId, region: EVERY_REGION })),
  };
};

/** Where a Region refuses to open an account, it is not one of the account's Regions that is disabled. */
const ofAccount = (error: ReadError): ReadError =>
  error.reason === 'region_disabled' ? new ReadError('denied', error.code, error.message, { cause: error }) : error;

const targetsOf = (accountId: string, regions: readonly string[]): readonly Target[] =>
  regions.map((region) => ({ accountId, region }));

const unopenedResults = (
  errors: ReadonlyMap<string, ReadError>,
  { scope, held }: OpenAccountsOptions,
): readonly TargetResult[] => {
  if (errors.size === 0) return [];
  const heldRegions = new Map<string, string[]>();
  for (const { accountId, region } of held) {
    if (region === EVERY_REGION) continue;
    const regions = heldRegions.get(accountId);
    if (regions === undefined) heldRegions.set(accountId, [region]);
    else regions.push(region);
  }
  return [...errors].flatMap(([accountId, error]) => {
    const regions = regionsLeft(scope, heldRegions.get(accountId) ?? []);
    return targetsOf(accountId, [EVERY_REGION, ...regions]).map((target) => unread(target, NO_CALLS, error));
  });
};

const NO_CALLS = { listCalls: 0, getCalls: 0 };

/** The opening of a run's accounts. A service that does not answer, or a session that has ended, is asked no further. */
class Opening {
  private unanswered = 0;
  private last: ReadError | undefined;

  constructor(
    private readonly source: Source,
    private readonly scope: RegionScope,
    private readonly signal: AbortSignal,
  ) {}

  /** The Regions to collect of an account. */
  async open(accountId: string): Promise<readonly string[]> {
    if (this.signal.aborted)
      throw new ReadError('timed_out', 'DeadlineReached', 'the time for this run was up before the account was opened');
    if (this.last !== undefined && this.isOver(this.last)) throw this.last;
    try {
      await this.source.openAccount(accountId, this.signal);
      const regions = await this.regionsOf(accountId);
      this.unanswered = 0;
      return regions;
    } catch (error) {
      this.count(error);
      throw error;
    }
  }

  private async regionsOf(accountId: string): Promise<readonly string[]> {
    const { regions } = this.scope;
    return regionsLeft(
      this.scope,
      regions === 'enabled' ? await this.source.enabledRegions(accountId, this.signal) : regions,
    );
  }

  private count(error: unknown): void {
    if (!(error instanceof ReadError)) return;
    if (this.last !== undefined && this.isOver(this.last)) return;
    this.unanswered = isUnanswered(error) ? this.unanswered + 1 : 0;
    this.last = error;
  }

  private isOver(error: ReadError): boolean {
    return this.unanswered >= MOST_UNANSWERED_IN_A_ROW || isSessionEnded(error);
  }
}

const isUnanswered = ({ reason }: ReadError): boolean =>
  reason === 'unavailable' || reason === 'throttled' || reason === 'no_endpoint';

/** It is the collector's own session: no account has another. */
const isSessionEnded = ({ code }: ReadError): boolean => code === 'ExpiredToken' || code === 'ExpiredTokenException';
