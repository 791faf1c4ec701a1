import { describe, expect, it } from '@jest/globals';
import type { CoverageRow } from '../../lambda/contract/tables';
import { coverageOf, stalestAccountsFirst, stalestFirst } from '../../lambda/publishing/coverage';
import { LastCoverage } from '../../lambda/publishing/last-coverage';
import type { LastRun } from '../../lambda/publishing/last-run';
import type { TargetResult } from '../../lambda/reading/target-result';
import { RowList } from '../../lambda/snapshot/row-file';
import { emptySnapshot } from '../../lambda/snapshot/snapshot-layout';
import { nameOf } from '../../lambda/target';
import { ACCOUNT } from '../fakes/account';
import { at } from '../fakes/scheduled-time';

const RUN = at('2026-11-22T06:00:00Z');
const BEFORE = '2026-11-20T06:00:00Z';
const TARGET = { accountId: ACCOUNT, region: 'eu-west-1' };

const rowsOf = (count: number): RowList =>
  RowList.of(Array.from({ length: count }, (_, i) => ({ offset: i * 10, bytes: 9 })));

const READ: TargetResult = {
  target: TARGET,
  outcome: 'complete',
  error: undefined,
  rows: rowsOf(3),
  rowsWithoutDetail: 1,
  reusedRows: 2,
  tagsFrom: 'list',
  listCalls: 4,
  getCalls: 5,
};

const UNREAD: TargetResult = {
  ...READ,
  outcome: 'denied',
  error: { code: 'AccessDeniedException', message: 'no' },
  rows: undefined,
  rowsWithoutDetail: 0,
  reusedRows: 0,
  tagsFrom: null,
};

type Last = Pick<LastRun, 'snapshot' | 'coverage'>;

const NOTHING: Last = { snapshot: emptySnapshot, coverage: new LastCoverage() };

/** What a run writes of a target that it read. */
const ROW: CoverageRow = {
  run: RUN,
  account_id: ACCOUNT,
  region: 'eu-west-1',
  outcome: 'complete',
  as_of: RUN,
  rows: 3,
  rows_without_detail: 1,
  tags_from: 'list',
  error_code: null,
  error_message: null,
  list_calls: 4,
  get_calls: 5,
  reused_rows: 2,
};

const coverageSince = (as_of: string | null, region = 'eu-west-1'): CoverageRow => ({ ...ROW, region, as_of });

const lastCoverageOf = (rows: readonly CoverageRow[]): LastCoverage => {
  const coverage = new LastCoverage();
  for (const row of rows) coverage.add(row);
  return coverage;
};

const last: Last = {
  snapshot: {
    ...emptySnapshot,
    blocks: new Map([[nameOf(TARGET), { ...TARGET, prefix: 'arn:', rows: rowsOf(7), rowsWithoutDetail: 6 }]]),
    rows: 7,
  },
  coverage: lastCoverageOf([coverageSince(BEFORE)]),
};

describe('the coverage of a target', () => {
  it('that was read is that of what was read, whatever the lake holds', () => {
    expect(coverageOf(RUN, READ, NOTHING)).toEqual(ROW);
    expect(coverageOf(RUN, READ, last)).toEqual(ROW);
    expect(coverageOf(RUN, { ...READ, outcome: 'partial', rows: rowsOf(0), rowsWithoutDetail: 0 }, last)).toEqual({
      ...ROW,
      outcome: 'partial',
      rows: 0,
      rows_without_detail: 0,
    });
  });

  const refused = {
    ...ROW,
    outcome: 'denied',
    tags_from: null,
    error_code: 'AccessDeniedException',
    error_message: 'no',
    reused_rows: 0,
  };

  it('that was not read is that of the rows that it keeps, and since when they are', () => {
    expect(coverageOf(RUN, UNREAD, last)).toEqual({ ...refused, as_of: BEFORE, rows: 7, rows_without_detail: 6 });
  });

  it.each([
    ['was never read', NOTHING],
    ['was never read, though it was planned', { ...NOTHING, coverage: lastCoverageOf([coverageSince(null)]) }],
  ])('that %s has no rows and no time', (_, before) => {
    expect(coverageOf(RUN, UNREAD, before)).toEqual({ ...refused, as_of: null, rows: 0, rows_without_detail: 0 });
  });
});

describe('the accounts of a run', () => {
  const [a, b, c, d, e] = ['1', '2', '3', '4', '5'].map((digit) => digit.repeat(12)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const since = (account_id: string, as_of: string | null, region = 'eu-west-1'): CoverageRow => ({
    ...coverageSince(as_of, region),
    account_id,
  });

  it('are opened stalest first: those of which something was never read, then by their oldest data', () => {
    const known = lastCoverageOf([
      since(a, RUN),
      since(b, RUN),
      since(b, null, 'us-east-1'),
      since(c, RUN),
      since(c, BEFORE, 'us-east-1'),
      since(d, RUN),
    ]);
    expect(stalestAccountsFirst([a, b, c, d, e], known)).toEqual([b, e, c, a, d]);
  });
});

describe('the targets of a run', () => {
  const regions = (known: LastCoverage): readonly string[] =>
    stalestFirst(
      ['a', 'b', 'c', 'd', 'e'].map((region) => ({ accountId: ACCOUNT, region })),
      known,
    ).map(({ region }) => region);

  it('are read stalest first: what was never read, then by age, and else in their order', () => {
    const known = lastCoverageOf([
      coverageSince('2026-11-21T06:00:00Z', 'a'),
      coverageSince(BEFORE, 'b'),
      coverageSince('2026-11-21T06:00:00Z', 'c'),
      coverageSince(null, 'd'),
    ]);
    expect(regions(known)).toEqual(['d', 'e', 'b', 'a', 'c']);
  });

  it('are read in their order where nothing is known of them', () => {
    expect(regions(new LastCoverage())).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
