import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Manifest } from '../../../lambda/contract/manifest';
import type { Outcome } from '../../../lambda/contract/outcome';
import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import type { CoverageRow } from '../../../lambda/contract/tables';
import { summaryOf } from '../../../local/command-line/summary';
import { showProgress } from '../../../local/terminal/progress';
import { anyManifest } from '../../arbitrary/manifest';
import { at } from '../../fakes/scheduled-time';
import { recordedOutput } from '../demo/recorded-output';

const RUN = at('2026-11-22T06:00:00Z');
const REFUSAL = 'User: x is not authorized to perform: sts:AssumeRole on resource: y';

const row = (account: number, region: string, outcome: Outcome, facts: Partial<CoverageRow> = {}): CoverageRow => ({
  run: RUN,
  account_id: String(210_000_000_000 + account),
  region,
  outcome,
  as_of: outcome === 'complete' ? RUN : null,
  rows: 1,
  rows_without_detail: 0,
  tags_from: 'list',
  error_code: outcome === 'complete' ? null : 'AccessDenied',
  error_message: outcome === 'complete' ? null : REFUSAL,
  list_calls: 0,
  get_calls: 0,
  reused_rows: 0,
  ...facts,
});

const summary = (coverage: readonly CoverageRow[]): readonly string[] =>
  summaryOf({ run: RUN, status: 'published', coverage }, 'lake', 200).split('\n');

describe('the summary', () => {
  it('of a thousand accounts counts the outcomes, and names the ten worst', () => {
    const lines = summary([
      ...Array.from({ length: 990 }, (_, i) => row(i, 'eu-west-1', 'denied', { as_of: `2026-11-21T06:00:${i % 60}Z` })),
      ...Array.from({ length: 9 }, (_, i) => row(990 + i, 'eu-west-1', 'throttled', { rows: 0 })),
      row(999, 'eu-west-1', 'complete'),
    ]);
    expect(lines[1]).toBe('Not read: 990 targets denied, 9 targets throttled. The 10 worst:');
    const named = lines.filter((line) => /^ {2}2\d{11} /.test(line));
    expect(named).toHaveLength(10);
    expect(
      named.filter((line) => line.includes('throttled (AccessDenied), not read since it is in the lake')),
    ).toHaveLength(9);
    expect(lines.length).toBeLessThan(40);
  });

  it('tells an account that could not be opened once, with all that is kept of it and what to do', () => {
    const lines = summary([
      row(1, '*', 'denied', { rows: 0 }),
      row(1, 'eu-west-1', 'denied', { rows: 3, as_of: '2026-11-21T06:00:00Z' }),
      row(1, 'us-east-1', 'denied', { rows: 4, as_of: '2026-11-20T06:00:00Z' }),
      row(2, 'eu-west-1', 'complete'),
    ]);
    expect(lines.slice(0, 5)).toEqual([
      'Run 2026-11-22T06:00:00Z is published: 8 workflow builds in 4 targets, 3 of them not read.',
      'Not read:',
      '  210000000001 *: denied (AccessDenied), 7 builds kept as of 2026-11-20T06:00:00Z',
      `    ${REFUSAL}`,
      expect.stringMatching(/^ {4}Either there is no such role in that account/),
    ]);
  });
});

describe('the summary of a Region that could not be read', () => {
  it.each([
    [{ rows: 3, as_of: '2026-11-21T06:00:00Z' }, '3 builds kept as of 2026-11-21T06:00:00Z'],
    [{ rows: 3, as_of: null }, '3 builds kept; as of when is not known'],
    [{ rows: 0, as_of: null }, 'not read since it is in the lake'],
  ])('says what the lake knows of it: %j', (facts, kept) => {
    const lines = summary([row(1, 'eu-west-1', 'denied', facts)]);
    expect(lines).toContain(`  210000000001 eu-west-1: denied (AccessDenied), ${kept}`);
  });
});

describe('the summary of what changed', () => {
  const [manifest] = fc.sample(anyManifest, { numRuns: 1, seed: 1 });
  const changes = (previous_run: ScheduledTime | null, counts: Manifest['changes']): string =>
    summaryOf(
      {
        run: RUN,
        status: 'published',
        coverage: [],
        manifest: manifest && { ...manifest, previous_run, changes: counts },
      },
      'lake',
      200,
    );

  it('speaks of the run before only where there is one', () => {
    expect(changes(at('2026-11-21T06:00:00Z'), {})).toContain('Nothing changed since the run before.\n');
    expect(changes(null, {})).not.toMatch(/the run before|Changes/);
    expect(changes(null, { created: 2 })).toContain('Changes: 2 created.\n');
  });
});

describe('the progress', () => {
  it('of a thousand targets is some twenty lines where it is no terminal', () => {
    const output = recordedOutput();
    const clock = { now: () => 0, monotonic: () => 0, wakeAt: () => () => undefined };
    const progress = showProgress(output, clock);
    progress.report({ event: 'opening', accounts: 1000 });
    for (let done = 1; done <= 1000; done++)
      progress.report({ event: 'target', coverage: row(done, 'eu-west-1', 'complete'), done, targets: 1000 });
    const lines = output.text().trimEnd().split('\n');
    expect(lines[0]).toBe('Opening 1000 accounts.');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toMatch(/^\[1000\/1000\] /);
  });
});
