import { PlanError } from '../../../lambda/errors';
import { ReadError } from '../../../lambda/source/image-builder';
import type { OrganizationAccount } from '../../../lambda/source/organization';
import type { FakeAccount } from '../account/fake-account';
import { Timeline } from '../account/timeline';
import type { Random } from '../random';

/** The account that collects. It is always there: its schedule runs in it. */
export const ACCOUNT_ID = '111122223333';
export const ROOT = 'r-lake';
export const UNITS = ['ou-lake-web', 'ou-lake-db'] as const;

/** How the organization is listed. `short`: a page is missing; `stateless`: one account says neither State nor Status. */
export const LISTINGS = ['whole', 'short', 'without_own', 'stateless', 'refused', 'throttled', 'silent'] as const;

/** How STS answers. `session_ended` and `unknown_caller`: the collector's own credentials are to blame. */
export const STS_BEHAVIOURS = ['healthy', 'slow', 'throttled', 'silent', 'session_ended', 'unknown_caller'] as const;

const LISTING_FAILURES: Partial<Record<(typeof LISTINGS)[number], readonly [ReadError['reason'], string, string]>> = {
  refused: ['denied', 'AccessDeniedException', 'not authorized: organizations:ListAccounts'],
  throttled: ['throttled', 'TooManyRequestsException', 'rate exceeded'],
  silent: ['unavailable', 'TimeoutError', 'no answer'],
};

const STS_FAILURES: Partial<Record<(typeof STS_BEHAVIOURS)[number], readonly [ReadError['reason'], string, string]>> = {
  throttled: ['throttled', 'Throttling', 'rate exceeded'],
  silent: ['unavailable', 'TimeoutError', 'no answer'],
  session_ended: ['denied', 'ExpiredTokenException', 'the security token is expired'],
};

/** The organization: its accounts, those that left it and those that will join; how it is listed, and how they are opened. */
export class FakeOrganization {
  readonly listing: Timeline<(typeof LISTINGS)[number]>;
  readonly sts: Timeline<(typeof STS_BEHAVIOURS)[number]>;

  constructor(
    /** The collector's own comes first. */
    readonly accounts: readonly FakeAccount[],
    /** Whether its list says where each account hangs. */
    private readonly hasPaths: boolean,
    createdAt: number,
  ) {
    this.listing = new Timeline<(typeof LISTINGS)[number]>(createdAt, 'whole');
    this.sts = new Timeline<(typeof STS_BEHAVIOURS)[number]>(createdAt, 'healthy');
  }

  get own(): FakeAccount {
    return this.account(ACCOUNT_ID);
  }

  get others(): readonly FakeAccount[] {
    return this.accounts.filter(({ id }) => id !== ACCOUNT_ID);
  }

  account(id: string): FakeAccount {
    const found = this.accounts.find((account) => account.id === id);
    if (found === undefined) throw new Error(`no account ${id} in this scenario`);
    return found;
  }

  /** What ListAccounts answers. */
  list(random: Random): readonly OrganizationAccount[] {
    this.failListing();
    const listing = this.listing.current;
    const members = random.shuffled(this.accounts.filter(({ standing }) => standing.current !== 'outside'));
    const [nameless] = listing === 'stateless' ? members : [];
    return this.pagesOf(members).map((account) => ({
      id: account.id,
      state: account === nameless ? undefined : account.standing.current,
      paths: this.hasPaths ? [pathOf(account)] : [],
    }));
  }

  /** Who is in a unit and in those below it, as a walk of the tree finds them. */
  listUnder(unit: string): readonly string[] {
    this.failListing();
    if (unit !== ROOT && !UNITS.some((known) => known === unit))
      throw new ReadError('invalid_response', 'OrganizationalUnitNotFoundException', `there is no unit ${unit}`);
    return this.accounts
      .filter((account) => account.standing.current !== 'outside' && (unit === ROOT || account.unit === unit))
      .map(({ id }) => id);
  }

  /** What AssumeRole answers whoever would enter an account. */
  open(id: string): void {
    const account = this.account(id);
    if (this.sts.current === 'unknown_caller')
      throw new PlanError('the role cannot be assumed (InvalidClientTokenId: the security token is invalid)');
    const failure = STS_FAILURES[this.sts.current];
    if (failure !== undefined) throw new ReadError(...failure);
    if (account.role.current === 'sts_off')
      throw new ReadError('region_disabled', 'RegionDisabledException', 'STS is not activated in this Region');
    if (account.role.current === 'missing' || !account.isActive)
      throw new ReadError('denied', 'AccessDenied', 'not authorized to perform: sts:AssumeRole');
  }

  /** A page that is missing takes half of the accounts with it. The collector's own is on the other one, or not. */
  private pagesOf(members: readonly FakeAccount[]): readonly FakeAccount[] {
    if (this.listing.current === 'without_own') return members.filter(({ id }) => id !== ACCOUNT_ID);
    if (this.listing.current !== 'short') return members;
    const others = members.filter(({ id }) => id !== ACCOUNT_ID);
    const missing = new Set(others.slice(0, Math.ceil(others.length / 2)));
    return members.filter((account) => !missing.has(account));
  }

  private failListing(): void {
    const failure = LISTING_FAILURES[this.listing.current];
    if (failure !== undefined) throw new ReadError(...failure);
  }
}

const pathOf = ({ id, unit }: FakeAccount): string =>
  unit === undefined ? `o-lakesim001/${ROOT}/${id}/` : `o-lakesim001/${ROOT}/${unit}/${id}/`;
