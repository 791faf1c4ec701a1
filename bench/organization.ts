/*
 * The organization that the bench reads: which accounts and Regions there are, what stands in them, and what becomes of
 * whoever asks. The server answers by it, and what the readers found is held against it.
 */

export interface Organization {
  readonly accounts: number;
  readonly regions: number;
  /** Whether there are workflows and troubles: refusals, Regions without an answer, an account whose STS is silent. */
  readonly isLively: boolean;
}

export interface Place {
  readonly account: number;
  readonly region: number;
}

export type Behaviour = 'answers' | 'denies' | 'is silent';

const FIRST_ACCOUNT = 100_000_000_000;
const SILENT_ACCOUNT = 7;
const BUILDS = 30;

export const accountIdOf = (account: number): string => String(FIRST_ACCOUNT + account);

export const accountOf = (accountId: string): number => Number(accountId) - FIRST_ACCOUNT;

export const regionNameOf = (region: number): string => `region-${String(region).padStart(2, '0')}`;

export const regionOf = (regionName: string): number => Number(regionName.split('-')[1]);

/** The account that collects is the first: it opens itself. */
export const openingOf = ({ isLively }: Organization, account: number): Behaviour => {
  if (!isLively) return 'answers';
  if (account === SILENT_ACCOUNT) return 'is silent';
  return account % 50 === 3 ? 'denies' : 'answers';
};

export const behaviourOf = (organization: Organization, place: Place): Behaviour => {
  if (!organization.isLively) return 'answers';
  const isLastRegion = place.region === organization.regions - 1;
  if (isLastRegion && place.account % 100 === 42) return 'is silent';
  return numberOf(organization, place) % 100 === 11 ? 'denies' : 'answers';
};

export const buildsOf = (organization: Organization, place: Place): number =>
  organization.isLively && numberOf(organization, place) % 20 === 0 ? BUILDS : 0;

const numberOf = ({ regions }: Organization, { account, region }: Place): number => account * regions + region;

/** What a reader says that it found. Targets are `<account> <Region>`; a Region `*` stands for all of an account. */
export interface Found {
  readonly rows: Readonly<Record<string, number>>;
  readonly unread: readonly string[];
}

/** The rows that are there and that the reader lacks, without saying that it could not read them. */
export const lostRows = (organization: Organization, { rows, unread }: Found): number => {
  const said = new Set(unread);
  let lost = 0;
  for (let account = 0; account < organization.accounts; account++) {
    const accountId = accountIdOf(account);
    if (said.has(`${accountId} *`)) continue;
    for (let region = 0; region < organization.regions; region++) {
      const name = `${accountId} ${regionNameOf(region)}`;
      if (!said.has(name)) lost += Math.max(0, buildsOf(organization, { account, region }) - (rows[name] ?? 0));
    }
  }
  return lost;
};
