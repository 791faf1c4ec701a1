import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../lambda/contract/outcome';
import type { CoverageRow } from '../../../lambda/contract/tables';
import { summaryOf } from '../../../local/command-line/summary';
import { displayWidth } from '../../../local/terminal/display-width';
import { showProgress } from '../../../local/terminal/progress';
import { at } from '../../fakes/scheduled-time';
import { recordedOutput } from '../demo/recorded-output';

const RUN = at('2026-11-22T06:00:00Z');
const YESTERDAY = '2026-11-21T06:00:00Z';
const REGIONS = Array.from({ length: 17 }, (_, region) => `eu-west-${region + 1}`);
const ACCOUNTS = Array.from({ length: 1000 }, (_, account) => String(210_000_000_000 + account));
/** They have no role. */
const CLOSED = new Set(ACCOUNTS.slice(0, 300));
const DENIED = 'eu-west-9';
const STILL = { now: () => 0, monotonic: () => 0, wakeAt: () => () => undefined };

const row = (account_id: string, region: string, outcome: Outcome, facts: Partial<CoverageRow> = {}): CoverageRow => ({
  run: RUN,
  account_id,
  region,
  outcome,
  as_of: outcome === 'complete' ? RUN : YESTERDAY,
  rows: 1,
  rows_without_detail: 0,
  tags_from: 'list',
  error_code: null,
  error_message: null,
  list_calls: 0,
  get_calls: 0,
  reused_rows: 0,
  ...facts,
});

const refused = (account_id: string, action: string, resource: string) => ({
  error_code: 'AccessDenied',
  error_message: `User: x is not authorized to perform: ${action} on resource: arn:aws:${resource.replace('ID', account_id)}`,
});

/** 300 accounts without a role, of which the lake holds a Region; in the others, a Region that a policy denies. */
const rowsOf = (id: string): readonly CoverageRow[] => {
  const closed = refused(id, 'sts:AssumeRole', 'iam::ID:role/member');
  if (CLOSED.has(id))
    return [
      row(id, '*', 'denied', { ...closed, rows: 0, as_of: null }),
      row(id, 'eu-west-1', 'denied', { ...closed, rows: 2 }),
    ];
  const policy = refused(
    id,
    'imagebuilder:ListWorkflows',
    `imagebuilder:${DENIED}:ID:workflow/* with an explicit deny`,
  );
  return REGIONS.map((region) =>
    row(id, region, region === DENIED ? 'denied' : 'complete', region === DENIED ? policy : {}),
  );
};

const coverage = ACCOUNTS.flatMap(rowsOf);
const targets = coverage.length;

const summary = (rows: readonly CoverageRow[], width: number): readonly string[] =>
  summaryOf({ run: RUN, status: 'published', coverage: rows }, 'lake', width).trimEnd().split('\n');

const progressOf = (columns?: number): string => {
  const output = recordedOutput(columns);
  const progress = showProgress(output, STILL);
  progress.report({ event: 'opening', accounts: 1000 });
  progress.report({ event: 'planned', targets, accounts: 700, notOpened: 300, regions: 17, lastRows: 0 });
  for (const [index, each] of coverage.entries())
    progress.report({ event: 'target', coverage: each, done: index + 1, targets });
  return output.text();
};

describe('a run over a thousand accounts with 17 Regions each', () => {
  it('is summed up in a few lines: each reason once, with how many it is of, whom, and what to do', () => {
    expect(summary(coverage, 200)).toEqual([
      'Run 2026-11-22T06:00:00Z is published: 12500 workflow builds in 12500 targets (1000 accounts), 1300 of them not read.',
      'Not read: 300 accounts and 700 targets denied:',
      '  300 accounts: denied (AccessDenied), 600 builds kept, the oldest as of 2026-11-21T06:00:00Z',
      '    210000000000, 210000000001, 210000000002 and 297 more',
      '    The first: User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::210000000000:role/member',
      expect.stringMatching(/^ {4}Either there is no such role in that account/),
      '  700 targets: denied (AccessDenied), 700 builds kept, the oldest as of 2026-11-21T06:00:00Z',
      '    210000000300 eu-west-9, 210000000301 eu-west-9, 210000000302 eu-west-9 and 697 more',
      expect.stringMatching(/^ {4}The first: User: x is .*eu-west-9:210000000300:workflow\/\* with an explicit deny$/),
      expect.stringMatching(/^ {4}A policy denies it/),
      'The lake is in lake. Try next:',
      '  npm run report -- --lake lake',
      expect.stringContaining('npm run query'),
      expect.stringContaining('npm run query'),
    ]);
  });

  it('fits a terminal of 80 columns, but for the queries to paste', () => {
    const lines = summary(coverage, 80).filter((line) => !line.includes('npm run query'));
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    const screen = progressOf(80).split(/[\r\n]/);
    expect(screen.filter((line) => displayWidth(line.replace('\u001b[2K', '')) > 80)).toEqual([]);
  });

  it('counts the outcomes and names the ten worst, where each has a reason of its own', () => {
    const each = ACCOUNTS.map((id, index) =>
      index < 12
        ? row(id, 'eu-west-1', 'throttled', { as_of: null, rows: 0, error_code: `Code${index}` })
        : row(id, 'eu-west-1', 'unavailable', { error_code: `Code${index}` }),
    );
    const lines = summary(each, 200);
    expect(lines[1]).toBe('Not read: 12 targets throttled, 988 targets unavailable. The 10 worst:');
    const named = lines.filter((line) => /^ {2}2\d{11} /.test(line));
    expect(named).toHaveLength(10);
    expect(
      named.every((line) => line.includes('throttled') && line.endsWith('never read, as far as the lake knows')),
    ).toBe(true);
    expect(lines.length).toBeLessThan(40);
  });

  it('counts builds without details as briefly', () => {
    const lines = summary(
      ACCOUNTS.map((id) => row(id, 'eu-west-1', 'partial', { rows_without_detail: 1, error_code: 'KMSAccessDenied' })),
      200,
    );
    expect(lines).toContain('  1000 targets: partial (KMSAccessDenied), 1000 of 1000 builds without details');
    expect(lines.length).toBeLessThanOrEqual(10);
  });

  it('tells its plan, and then some twenty times how far it is and how it goes, where it is no terminal', () => {
    const lines = progressOf().trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'Opening 1000 accounts.',
      'Reading 12500 targets: 700 accounts in 17 Regions, and 300 more could not be opened.',
      '[625/12500] 24 complete, 601 denied',
    ]);
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('[12500/12500] 11200 complete, 1300 denied');
  });

  it('tells its plan on a terminal, and goes on in one line', () => {
    const lines = progressOf(80).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.slice(0, 2).join(' ')).toContain('700 accounts in 17 Regions, and 300 more could not be opened.');
    expect(lines.at(-1)).toMatch(/12500 of 12500 targets · 1300 not read · 12500 builds · 0:00$/);
  });
});
