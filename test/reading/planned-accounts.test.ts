import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planAccounts } from '../../lambda/reading/planned-accounts';
import type { AccountScope } from '../../lambda/scope';
import { ReadError } from '../../lambda/source/image-builder';
import type { OrganizationAccount } from '../../lambda/source/organization';
import { OrganizationSource } from '../fakes/organization-source';

const OWN = '210000000002';
const PAYER = '210000000001';
const NESTED = '210000000003';
const WORKLOADS = 'ou-l4ke-aaaa0001';
const TEAM = 'ou-l4ke-bbbb0002';

const account = (id: string, ...units: readonly string[]): OrganizationAccount => ({
  id,
  state: 'ACTIVE',
  paths: [`${['o-lakefake01', 'r-l4ke', ...units, id].join('/')}/`],
});

let source: OrganizationSource;

beforeEach(() => {
  source = new OrganizationSource({});
  source.listed = [account(PAYER), account(OWN, WORKLOADS), account(NESTED, WORKLOADS, TEAM)];
});

const WHOLE = { units: [], excludedUnits: [] };

const plan = async (accounts: AccountScope, excludedAccounts: readonly string[] = []) => {
  const { signal } = new AbortController();
  return (await planAccounts({ accountId: OWN, accounts, excludedAccounts }, source, signal)).accountIds;
};

describe('the accounts of a run', () => {
  it('are the collector’s own, or those of a list, each once and less those left out', async () => {
    expect(await plan('self')).toEqual([OWN]);
    expect(await plan([NESTED, PAYER, NESTED])).toEqual([PAYER, NESTED]);
    expect(await plan([NESTED, PAYER], [PAYER])).toEqual([NESTED]);
  });

  it('are all that are active in the organization', async () => {
    source.listed = [
      ...source.listed,
      ...['PENDING_ACTIVATION', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED', 'MYSTERIOUS'].map((state, index) => ({
        ...account(`21000000001${index}`),
        state,
      })),
    ];
    expect(await plan(WHOLE)).toEqual([PAYER, OWN, NESTED]);
  });

  it('are those of units and of the units below them, less other units and accounts', async () => {
    expect(await plan({ ...WHOLE, units: [WORKLOADS] })).toEqual([OWN, NESTED]);
    expect(await plan({ ...WHOLE, units: [TEAM] })).toEqual([NESTED]);
    expect(await plan({ ...WHOLE, units: ['r-l4ke'] })).toEqual([PAYER, OWN, NESTED]);
    expect(await plan({ ...WHOLE, units: [WORKLOADS], excludedUnits: [TEAM] })).toEqual([OWN]);
    expect(await plan({ ...WHOLE, excludedUnits: [WORKLOADS] })).toEqual([PAYER]);
    expect(await plan(WHOLE, [PAYER])).toEqual([OWN, NESTED]);
    expect(source.walked).toEqual([]);
  });

  it('are found by walking the tree where an account says no path, or no path names the unit', async () => {
    source.units.set(TEAM, [NESTED]);
    source.units.set('ou-l4ke-empty001', []);
    expect(await plan({ units: [WORKLOADS], excludedUnits: ['ou-l4ke-empty001'] })).toEqual([OWN, NESTED]);
    expect(source.walked).toEqual(['ou-l4ke-empty001']);
    source.listed = [account(PAYER), account(OWN, WORKLOADS), { ...account(NESTED), paths: [] }];
    expect(await plan({ ...WHOLE, units: [TEAM] })).toEqual([NESTED]);
  });

  it('never hold one that is left out, however accounts and units are given', async () => {
    const ids = fc.subarray([PAYER, OWN, NESTED]);
    const units = fc.subarray(['r-l4ke', WORKLOADS, TEAM]);
    await fc.assert(
      fc.asyncProperty(units, units, ids, async (included, excludedUnits, excluded) => {
        const planned = await plan({ units: included, excludedUnits }, excluded).catch(() => []);
        const isUnder = ({ paths }: OrganizationAccount, list: readonly string[]) =>
          list.some((unit) => paths[0]?.includes(`/${unit}/`));
        const expected = source.listed
          .filter((each) => included.length === 0 || isUnder(each, included))
          .filter((each) => !isUnder(each, excludedUnits) && !excluded.includes(each.id))
          .map(({ id }) => id);
        expect(planned).toEqual(expected);
      }),
    );
  });
});

describe('a plan fails before anything is read', () => {
  it('where no account is left', async () => {
    await expect(plan([PAYER], [PAYER])).rejects.toThrow(/no account is left to collect: 1 given .* 1 excluded/);
    await expect(plan({ ...WHOLE, excludedUnits: ['r-l4ke'] })).rejects.toThrow('no account is left');
  });

  it('where the organization does not list the collector’s own account', async () => {
    source.listed = [account(PAYER), account(NESTED)];
    await expect(plan(WHOLE)).rejects.toThrow(`the collector's own, ${OWN}, is not one of them`);
  });

  it('where an account has neither State nor Status: not all accounts are gone', async () => {
    source.listed = [account(OWN), { ...account(NESTED), state: undefined }];
    await expect(plan(WHOLE)).rejects.toThrow(`neither State nor Status of account ${NESTED}`);
  });

  it.each([
    ['AccessDeniedException', /Only the management account and a delegated administrator/],
    ['AWSOrganizationsNotInUseException', /in no organization: name the accounts/],
  ])('where the organization answers %s, and says what to do', async (code, advice) => {
    source.listingError = new ReadError('denied', code, 'no');
    await expect(plan(WHOLE)).rejects.toMatchObject({ name: 'PlanError', message: expect.stringMatching(advice) });
  });

  it('where a unit cannot be listed, and names it', async () => {
    source.organization.listAccountsUnder = () =>
      Promise.reject(new ReadError('invalid_response', 'ParentNotFoundException', 'no such parent'));
    await expect(plan({ ...WHOLE, units: ['ou-l4ke-typo0001'] })).rejects.toThrow(/ou-l4ke-typo0001 cannot be listed/);
  });
});
