import { describe, expect, it } from '@jest/globals';
import { openAccounts } from '../../lambda/reading/open-accounts';
import { ReadError, type ReadFailure } from '../../lambda/source/image-builder';
import { OrganizationSource } from '../fakes/organization-source';

const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String(210_000_000_001 + index));

const sourceOf = (accountIds: readonly string[]): OrganizationSource =>
  new OrganizationSource(Object.fromEntries(accountIds.map((id) => [id, ['eu-west-1']])));

const open = (source: OrganizationSource, accountIds: readonly string[], signal = new AbortController().signal) =>
  openAccounts({ accountIds, scope: { regions: 'enabled', excludedRegions: [] }, source, held: [], signal });

describe('the accounts of a run', () => {
  it('are opened sixteen at a time', async () => {
    const accountIds = ids(50);
    const source = sourceOf(accountIds);
    let [now, most] = [0, 0];
    const plain = source.openAccount.bind(source);
    source.openAccount = async (accountId) => {
      most = Math.max(most, ++now);
      await new Promise((done) => setImmediate(done));
      now--;
      await plain(accountId);
    };
    expect((await open(source, accountIds)).targets).toHaveLength(50);
    expect(most).toBe(16);
  });

  it('are asked for no Regions where these are given', async () => {
    const accountIds = ids(2);
    const source = sourceOf(accountIds);
    source.enabledRegions = () => Promise.reject(new Error('not asked'));
    const scope = { regions: ['us-east-1', 'eu-west-1'], excludedRegions: ['us-east-1'] };
    const { signal } = new AbortController();
    const { targets } = await openAccounts({ accountIds, scope, source, held: [], signal });
    expect(targets).toEqual(accountIds.map((accountId) => ({ accountId, region: 'eu-west-1' })));
  });

  it('are those that could be opened before the time was up; the others are timed out', async () => {
    const accountIds = ids(40);
    const source = sourceOf(accountIds);
    const stop = new AbortController();
    const plain = source.openAccount.bind(source);
    source.openAccount = async (accountId) => {
      await plain(accountId);
      if (source.opened.length === 16) stop.abort();
    };
    const { targets, unopened } = await open(source, accountIds, stop.signal);
    expect(source.opened).toHaveLength(16);
    expect(targets).toHaveLength(16);
    expect(unopened.map(({ outcome, target }) => `${target.region} ${outcome}`)).toEqual(Array(24).fill('* timed_out'));
  });
});

describe('an account that cannot be opened', () => {
  it('has one result for itself and one for each of its Regions in the lake, also after a run that could not either', async () => {
    const [id = ''] = ids(1);
    const source = sourceOf([id]);
    source.closed.set(id, new ReadError('denied', 'AccessDenied', 'no'));
    const held = ['*', 'us-east-1', 'eu-west-1'].map((region) => ({ accountId: id, region }));
    const scope = { regions: 'enabled', excludedRegions: [] } as const;
    const { signal } = new AbortController();
    const { unopened } = await openAccounts({ accountIds: [id], scope, source, held, signal });
    expect(unopened.map(({ target }) => target.region)).toEqual(['*', 'eu-west-1', 'us-east-1']);
  });

  it('by a Region is denied: none of its own Regions is disabled', async () => {
    const [id = ''] = ids(1);
    const source = sourceOf([id]);
    source.closed.set(id, new ReadError('region_disabled', 'RegionDisabledException', 'STS is not activated'));
    const { unopened } = await open(source, [id]);
    expect(unopened).toMatchObject([{ outcome: 'denied', error: { code: 'RegionDisabledException' } }]);
  });
});

describe('a service that does not answer', () => {
  it.each<ReadFailure>(['unavailable', 'throttled', 'no_endpoint'])(
    'is asked no further once sixteen accounts in a row were %s: the rest are, at once',
    async (reason) => {
      const accountIds = ids(200);
      const source = sourceOf(accountIds);
      for (const id of accountIds) source.closed.set(id, new ReadError(reason, 'Silence', 'no answer came'));
      const { unopened } = await open(source, accountIds);
      expect(unopened.map(({ outcome }) => outcome)).toEqual(Array(200).fill(reason));
      expect(source.opened.length).toBeGreaterThanOrEqual(16);
      expect(source.opened.length).toBeLessThan(32);
    },
  );

  it('is asked on where one in sixteen answers, be it with a refusal', async () => {
    const accountIds = ids(200);
    const source = sourceOf(accountIds);
    for (const [index, id] of accountIds.entries()) {
      const reason = index % 10 === 0 ? 'denied' : 'unavailable';
      source.closed.set(id, new ReadError(reason, 'Code', 'message'));
    }
    await open(source, accountIds);
    expect(source.opened).toHaveLength(200);
  });

  it('because the collector’s own session has ended is asked no further, and the accounts say so', async () => {
    const accountIds = ids(100);
    const source = sourceOf(accountIds);
    for (const id of accountIds.slice(30)) source.closed.set(id, new ReadError('denied', 'ExpiredToken', 'expired'));
    const { targets, unopened } = await open(source, accountIds);
    expect(source.opened.length).toBeLessThan(30 + 32);
    expect(targets).toHaveLength(30);
    expect(new Set(unopened.map(({ error }) => error?.code))).toEqual(new Set(['ExpiredToken']));
  });
});

describe('a fault of this program', () => {
  it('is no outcome of an account: it ends the run', async () => {
    const source = sourceOf(ids(2));
    source.openAccount = () => Promise.reject(new TypeError('a fault'));
    await expect(open(source, ids(2))).rejects.toThrow('a fault');
  });
});
