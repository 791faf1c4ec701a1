import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Clock, systemClock } from '../lambda/clock';
import type { RowOf, Table } from '../lambda/contract/column';
import { changeKey, coverageKey, manifestKey, SNAPSHOT_KEY } from '../lambda/contract/layout';
import type { ScheduledTime } from '../lambda/contract/scheduled-time';
import { changeTable, coverageTable, workflowTable } from '../lambda/contract/tables';
import { type RunRequest, run } from '../lambda/run';
import { decodeRow } from '../lambda/snapshot/ndjson';
import { ReadError } from '../lambda/source/image-builder';
import { definition } from './fakes/account';
import { MemoryLake } from './fakes/memory-lake';
import { OrganizationSource } from './fakes/organization-source';
import { at } from './fakes/scheduled-time';

const FIRST = at('2026-11-20T06:00:00Z');
const SECOND = at('2026-11-21T06:00:00Z');
const THIRD = at('2026-11-22T06:00:00Z');
const OWN = '210000000001';
const A = '210000000002';
const B = '210000000003';
const REGIONS = ['eu-west-1', 'us-east-1'];
const ORGANIZATION = { units: [], excludedUnits: [] };
const DENIED = new ReadError('denied', 'AccessDenied', 'not authorized to perform: sts:AssumeRole');

let lake: MemoryLake;
let source: OrganizationSource;

beforeEach(() => {
  lake = new MemoryLake();
  source = new OrganizationSource({ [OWN]: REGIONS, [A]: REGIONS, [B]: ['eu-west-1'] });
});

const collect = (scheduledTime: ScheduledTime, request: Partial<RunRequest> = {}, clock: Clock = systemClock) =>
  run(
    {
      scheduledTime,
      accountId: OWN,
      accounts: [OWN, A, B],
      regions: 'enabled',
      excludedRegions: [],
      dropScope: 'few_accounts',
      ...request,
    },
    {
      lake,
      source,
      clock,
      scratchFolder: join(mkdtempSync(join(tmpdir(), 'accounts-')), 'scratch'),
      report: () => undefined,
    },
  );

const rows = <T extends Table>(table: T, key: string): readonly RowOf<T>[] => {
  const bytes = lake.objects.get(key);
  if (bytes === undefined) throw new Error(`no ${key}`);
  return gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => decodeRow(table, line));
};

const accountsInLake = () => [...new Set(rows(workflowTable, SNAPSHOT_KEY).map((row) => row.account_id))];

const coverage = (run: ScheduledTime) =>
  rows(coverageTable, coverageKey(run)).map((row) => `${row.account_id} ${row.region} ${row.outcome} ${row.rows}`);

const changes = (run: ScheduledTime) =>
  rows(changeTable, changeKey(run)).map((row) => `${row.change} ${row.account_id} ${row.region}`);

describe('a run over several accounts', () => {
  it('publishes the workflows of each of its accounts and Regions, and says who collected', async () => {
    const { manifest } = await collect(FIRST);
    expect(coverage(FIRST)).toEqual([
      `${OWN} eu-west-1 complete 1`,
      `${OWN} us-east-1 complete 1`,
      `${A} eu-west-1 complete 1`,
      `${A} us-east-1 complete 1`,
      `${B} eu-west-1 complete 1`,
    ]);
    expect(manifest).toMatchObject({ collector_account_id: OWN, changes: { entered_scope: 5 }, all_fresh: true });
    expect(JSON.parse(String(lake.objects.get(manifestKey(FIRST))))).toMatchObject({ collector_account_id: OWN });
  });

  it('says of an account that was never opened that it was not, in a row with Region *', async () => {
    source.closed.set(A, DENIED);
    const { manifest } = await collect(FIRST);
    expect(coverage(FIRST).filter((row) => row.startsWith(A))).toEqual([`${A} * denied 0`]);
    expect(manifest).toMatchObject({ outcomes: { complete: 3, denied: 1 }, all_fresh: false });
    expect(accountsInLake()).toEqual([OWN, B]);
  });

  it('keeps the rows of an account that it cannot open any more, and its neighbours are read', async () => {
    await collect(FIRST);
    source.closed.set(A, DENIED);
    const { manifest } = await collect(SECOND);
    expect(coverage(SECOND).filter((row) => row.startsWith(A))).toEqual([
      `${A} * denied 0`,
      `${A} eu-west-1 denied 1`,
      `${A} us-east-1 denied 1`,
    ]);
    expect(rows(coverageTable, coverageKey(SECOND)).filter((row) => row.account_id === A)).toMatchObject([
      { as_of: null, error_code: 'AccessDenied', error_message: DENIED.message },
      { as_of: FIRST, error_code: 'AccessDenied' },
      { as_of: FIRST, error_code: 'AccessDenied' },
    ]);
    expect(manifest).toMatchObject({ changes: {}, outcomes: { complete: 3, denied: 3 } });
    expect(accountsInLake()).toEqual([OWN, A, B]);
  });

  it('finds an account that could not be opened as it was, and its row with Region * is gone', async () => {
    await collect(FIRST);
    source.closed.set(A, DENIED);
    await collect(SECOND, { dropScope: 'none' });
    source.closed.clear();
    const { manifest } = await collect(THIRD, { dropScope: 'none' });
    expect(manifest).toMatchObject({ changes: {}, outcomes: { complete: 5 }, all_fresh: true });
  });

  it('says of an account of which no Region is to be collected that there was nothing to read, and its rows leave', async () => {
    await collect(FIRST);
    const { manifest } = await collect(SECOND, { excludedRegions: ['eu-west-1'] });
    expect(coverage(SECOND)).toEqual([`${OWN} us-east-1 complete 1`, `${A} us-east-1 complete 1`, `${B} * complete 0`]);
    expect(rows(coverageTable, coverageKey(SECOND)).at(-1)).toMatchObject({ as_of: SECOND, error_code: null });
    expect(changes(SECOND)).toContain(`left_scope ${B} eu-west-1`);
    expect(manifest).toMatchObject({ outcomes: { complete: 3 }, all_fresh: true });
    await collect(THIRD);
    expect(coverage(THIRD).at(-1)).toBe(`${B} eu-west-1 complete 1`);
    expect(changes(THIRD)).toContain(`entered_scope ${B} eu-west-1`);
  });

  it('opens first, after its own account, what it could not open before, then what is stalest', async () => {
    source.closed.set(B, DENIED);
    await collect(FIRST);
    source.opened.length = 0;
    await collect(SECOND);
    expect(source.opened).toEqual([OWN, B, A]);
  });

  it('reads its own account, which needs no STS, also where STS is silent', async () => {
    const others = Array.from({ length: 40 }, (_, index) => String(220_000_000_000 + index));
    source = new OrganizationSource(Object.fromEntries([OWN, ...others].map((id) => [id, ['eu-west-1']])));
    await collect(FIRST, { accounts: [OWN] });
    for (const id of others) source.closed.set(id, new ReadError('unavailable', 'TimeoutError', 'no answer came'));
    const { manifest } = await collect(SECOND, { accounts: [OWN, ...others] });
    expect(manifest).toMatchObject({ outcomes: { complete: 1, unavailable: 40 } });
  });

  it('keeps the Regions that it was told to collect, of an account that it cannot open', async () => {
    await collect(FIRST);
    source.closed.set(A, DENIED);
    await collect(SECOND, { excludedRegions: ['us-east-1'] });
    expect(coverage(SECOND).filter((row) => row.startsWith(A))).toEqual([`${A} * denied 0`, `${A} eu-west-1 denied 1`]);
    expect(changes(SECOND)).toEqual([`left_scope ${OWN} us-east-1`, `left_scope ${A} us-east-1`]);
  });
});

describe('a run in which no Region is left', () => {
  it('opens no account where the list says so already, and publishes nothing where the accounts say so', async () => {
    const list = { regions: ['eu-west-1'], excludedRegions: ['eu-west-1'] };
    await expect(collect(FIRST, list)).rejects.toThrow('no Region is left to collect: 1 given or enabled, 1 excluded');
    expect(source.opened).toEqual([]);
    await expect(collect(FIRST, { excludedRegions: REGIONS })).rejects.toThrow(
      'no Region is left to collect in any of the 3 accounts',
    );
    expect(lake.puts).toEqual([]);
  });
});

describe('the time of a run', () => {
  /** Is where a test says; whoever waits for a later time waits until it is there. */
  const clockAt = () => {
    const waiting = new Set<{ readonly due: number; readonly callback: () => void }>();
    const start = Date.now();
    let now = start;
    const clock: Clock = {
      now: () => now,
      monotonic: () => now - start,
      wakeAt: (due, callback) => {
        const waiter = { due, callback };
        waiting.add(waiter);
        return () => waiting.delete(waiter);
      },
    };
    const moveTo = (milliseconds: number): void => {
      now = start + milliseconds;
      for (const waiter of [...waiting]) if (waiter.due <= now && waiting.delete(waiter)) waiter.callback();
    };
    return { clock, moveTo };
  };

  it('reads the accounts that were opened in half of its time, where STS is slow', async () => {
    const { clock, moveTo } = clockAt();
    const plain = source.openAccount.bind(source);
    source.openAccount = async (accountId, signal) => {
      await plain(accountId);
      if (accountId !== B) return;
      moveTo(600_000);
      if (signal?.aborted) throw new ReadError('timed_out', 'DeadlineReached', 'too late');
    };
    await collect(FIRST, { deadline: 1_000_000 }, clock);
    expect(coverage(FIRST)).toEqual([
      `${OWN} eu-west-1 complete 1`,
      `${OWN} us-east-1 complete 1`,
      `${A} eu-west-1 complete 1`,
      `${A} us-east-1 complete 1`,
      `${B} * timed_out 0`,
    ]);
  });
});

describe('an account', () => {
  it('that left the organization, is suspended or was taken out leaves the lake, and enters when it is back', async () => {
    await collect(FIRST, { accounts: ORGANIZATION });
    const listed = [...source.listed];
    source.listed = listed.map((each) => (each.id === B ? { ...each, state: 'SUSPENDED' } : each));
    await collect(SECOND, { accounts: ORGANIZATION });
    expect(changes(SECOND)).toEqual([`left_scope ${B} eu-west-1`]);
    expect(accountsInLake()).toEqual([OWN, A]);
    source.listed = listed;
    await collect(THIRD, { accounts: ORGANIZATION });
    expect(changes(THIRD)).toEqual([`entered_scope ${B} eu-west-1`]);
  });

  it('enters a lake of one account, and leaves it again: the first account is not touched', async () => {
    await collect(FIRST, { accounts: 'self' });
    await collect(SECOND);
    expect(changes(SECOND).every((change) => change.startsWith('entered_scope'))).toBe(true);
    expect(accountsInLake()).toEqual([OWN, A, B]);
    await collect(THIRD, { accounts: 'self' });
    expect(changes(THIRD).filter((change) => change.includes(OWN))).toEqual([]);
    expect(accountsInLake()).toEqual([OWN]);
  });

  it('that joins enters, is opened before its neighbours, and nothing of its neighbours changes', async () => {
    const listed = [...source.listed];
    source.listed = listed.filter(({ id }) => id !== B);
    await collect(FIRST, { accounts: ORGANIZATION });
    source.listed = listed;
    source.opened.length = 0;
    await collect(SECOND, { accounts: ORGANIZATION });
    expect(source.opened).toEqual([OWN, B, A]);
    expect(changes(SECOND)).toEqual([`entered_scope ${B} eu-west-1`]);
  });

  it('that was never opened enters when it is', async () => {
    source.closed.set(B, DENIED);
    await collect(FIRST);
    source.closed.clear();
    await collect(SECOND);
    expect(changes(SECOND)).toEqual([`entered_scope ${B} eu-west-1`]);
  });

  it('that is denied for a week keeps its rows, and what was done in it meanwhile is told when it is back', async () => {
    await collect(at('2026-11-12T06:00:00Z'));
    source.closed.set(A, DENIED);
    const region = source.held.get(A)?.region('us-east-1');
    region?.create(definition('new'));
    region?.delete(`arn:aws:imagebuilder:us-east-1:${A}:workflow/build/web/1.0.0/1`);
    for (let day = 13; day < 20; day++) {
      const { manifest } = await collect(at(`2026-11-${day}T06:00:00Z`));
      expect(manifest).toMatchObject({ changes: {}, outcomes: { denied: 3 }, all_fresh: false });
    }
    source.closed.clear();
    const { manifest } = await collect(FIRST);
    expect(changes(FIRST).sort()).toEqual([`created ${A} us-east-1`, `deleted ${A} us-east-1`]);
    expect(manifest).toMatchObject({ outcomes: { complete: 5 }, all_fresh: true });
  });

  it('that is denied, and then leaves, leaves with the rows that were kept, and its row with Region * is gone', async () => {
    await collect(FIRST, { accounts: ORGANIZATION });
    source.closed.set(A, DENIED);
    await collect(SECOND, { accounts: ORGANIZATION });
    source.listed = source.listed.filter(({ id }) => id !== A);
    await collect(THIRD, { accounts: ORGANIZATION });
    expect(changes(THIRD)).toEqual([`left_scope ${A} eu-west-1`, `left_scope ${A} us-east-1`]);
    expect(coverage(THIRD).filter((row) => row.startsWith(A))).toEqual([]);
  });

  it('does not leave on a laptop until somebody says so', async () => {
    await collect(FIRST);
    await expect(collect(SECOND, { accounts: 'self', dropScope: 'none' })).rejects.toThrow(
      /lacks 3 of the targets .*210000000002 eu-west-1/,
    );
  });
});

describe('a run that would lose many accounts', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, i) => `2200000000${String(i).padStart(2, '0')}`);

  const holding = async (count: number) => {
    const all = [OWN, ...ids(count - 1)];
    source = new OrganizationSource(Object.fromEntries(all.map((id) => [id, ['eu-west-1']])));
    await collect(FIRST, { accounts: ORGANIZATION });
    return all;
  };

  const close = (closing: readonly string[]) => {
    source.listed = source.listed.map((each) => (closing.includes(each.id) ? { ...each, state: 'CLOSED' } : each));
  };

  it.each([
    [15, 3, true],
    [14, 3, false],
    [4, 2, true],
    [4, 3, false],
    [20, 4, true],
    [20, 5, false],
  ])('holding %d: that %d leave at once is allowed: %p', async (held, leaving, isAllowed) => {
    const all = await holding(held);
    close(all.slice(-leaving));
    const second = collect(SECOND, { accounts: ORGANIZATION });
    if (isAllowed) await expect(second).resolves.toMatchObject({ manifest: { changes: { left_scope: leaving } } });
    else await expect(second).rejects.toThrow(`${leaving} of the ${held} accounts that the lake holds would leave it`);
  });

  it('publishes nothing, says in which state they are, and what to do if it is meant', async () => {
    const all = await holding(6);
    close(all.slice(-2));
    source.listed = source.listed.filter(({ id }) => id !== all[1]);
    const puts = lake.puts.length;
    await expect(collect(SECOND, { accounts: ORGANIZATION })).rejects.toThrow(
      /at once \(1 not in the organization, 2 CLOSED\): .*\{"dropScope": true\}.*--drop-scope/,
    );
    expect(lake.puts.length).toBe(puts);
    expect(source.opened).toHaveLength(6);
    const meant = await collect(SECOND, { accounts: ORGANIZATION, dropScope: 'many_accounts' });
    expect(meant.manifest).toMatchObject({ changes: { left_scope: 3 } });
  });
});

describe('a lake that another account collects', () => {
  it('is refused, also where both collect the same accounts', async () => {
    await collect(FIRST);
    const other = { accountId: A, accounts: [OWN, A, B] };
    for (const dropScope of ['none', 'few_accounts', 'many_accounts'] as const)
      await expect(collect(SECOND, { ...other, dropScope })).rejects.toThrow(
        `the lake was collected from account ${OWN}, but this run collects from ${A}`,
      );
    await expect(collect(SECOND, { ...other, dropScope: 'any' })).resolves.toMatchObject({
      manifest: { collector_account_id: A },
    });
  });
});
