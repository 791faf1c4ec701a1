import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Manifest } from '../../../lambda/contract/manifest';
import type { Outcome } from '../../../lambda/contract/outcome';
import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import type { CoverageRow } from '../../../lambda/contract/tables';
import { summaryOf } from '../../../local/command-line/summary';
import { anyManifest } from '../../arbitrary/manifest';
import { at } from '../../fakes/scheduled-time';

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
  it('tells an account that could not be opened once, with all that is kept of it and what to do', () => {
    const lines = summary([
      row(1, '*', 'denied', { rows: 0 }),
      row(1, 'eu-west-1', 'denied', { rows: 3, as_of: '2026-11-21T06:00:00Z' }),
      row(1, 'us-east-1', 'denied', { rows: 4, as_of: '2026-11-20T06:00:00Z' }),
      row(2, 'eu-west-1', 'complete'),
    ]);
    expect(lines.slice(0, 5)).toEqual([
      'Run 2026-11-22T06:00:00Z is published: 8 workflow builds in 4 targets (2 accounts), 3 of them not read.',
      'Not read:',
      '  210000000001 *: denied (AccessDenied), 7 builds kept as of 2026-11-20T06:00:00Z',
      `    ${REFUSAL}`,
      expect.stringMatching(/^ {4}Either there is no such role in that account/),
    ]);
  });
});

describe('the summary of an account that could not be opened', () => {
  const linesOf = (error_code: string, error_message: string) =>
    summary([row(1, '*', 'denied', { rows: 0, error_code, error_message })]);

  it('asks for the permission that the service names, and for none of Image Builder, which was not called', () => {
    const regions = linesOf('AccessDeniedException', 'not authorized to perform: account:ListRegions on resource: y');
    expect(regions).toContain('    Allow account:ListRegions, or name the Regions');
    for (const code of ['AccessDenied', 'RegionDisabledException'])
      expect(linesOf(code, 'No.').join()).not.toMatch(/imagebuilder:|[Ee]xclude/);
  });
});

describe('the summary of a Region that could not be read', () => {
  it.each([
    [{ rows: 3, as_of: '2026-11-21T06:00:00Z' }, '3 builds kept as of 2026-11-21T06:00:00Z'],
    [{ rows: 3, as_of: null }, '3 builds kept; as of when is not known'],
    [{ rows: 0, as_of: null }, 'never read, as far as the lake knows'],
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
