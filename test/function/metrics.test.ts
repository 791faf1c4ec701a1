import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { METRICS, OUTCOME_METRICS } from '../../lambda/contract/metrics';
import { isRead } from '../../lambda/contract/outcome';
import { type CoverageRow, coverageTable } from '../../lambda/contract/tables';
import { countsOf } from '../../lambda/function/metrics';
import type { RunResult } from '../../lambda/run-result';
import { anyManifest } from '../arbitrary/manifest';
import { rowOf } from '../arbitrary/row';
import { at } from '../fakes/scheduled-time';

const RUN = at('2026-11-22T06:00:00Z');

/** A row of a target that was last read so many hours before the run; never, where that is null. */
const anyTarget = fc
  .record({ row: rowOf(coverageTable), hours: fc.option(fc.integer({ min: 0, max: 10_000 })) })
  .map(({ row, hours }) => ({ row: { ...row, as_of: hours === null ? null : hoursBefore(hours) }, hours }));

const hoursBefore = (hours: number): string =>
  new Date(Date.parse(RUN) - hours * 3_600_000).toISOString().replace('.000', '');

const outcomesOf = (coverage: readonly CoverageRow[]): Record<string, number> => {
  const totals: Record<string, number> = {};
  for (const { outcome } of coverage) totals[outcome] = (totals[outcome] ?? 0) + 1;
  return totals;
};

const anyPublished = fc.record({ targets: fc.array(anyTarget), manifest: anyManifest }).map(({ targets, manifest }) => {
  const coverage = targets.map(({ row }) => row);
  const result: RunResult = {
    run: RUN,
    status: 'published',
    coverage,
    manifest: { ...manifest, outcomes: outcomesOf(coverage) },
  };
  return { result, hours: targets.flatMap((target) => target.hours ?? []) };
});

it('the targets by outcome are all targets, and those of outcomes that were not read are the failed ones', () => {
  fc.assert(
    fc.property(anyPublished, ({ result }) => {
      const counts = countsOf(result);
      const totals = Object.values(OUTCOME_METRICS).map((name) => counts[name] ?? 0);
      expect(sum(totals)).toBe(result.coverage.length);
      const failed = Object.entries(OUTCOME_METRICS).filter(
        ([outcome]) => outcome !== 'complete' && outcome !== 'partial',
      );
      expect(sum(failed.map(([, name]) => counts[name] ?? 0))).toBe(counts.TargetsFailed);
      expect(counts.TargetsFailed).toBe(result.coverage.filter(({ outcome }) => !isRead(outcome)).length);
    }),
  );
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

it('the age is that of the target that waits longest, and there is none where no target was ever read', () => {
  fc.assert(
    fc.property(anyPublished, ({ result, hours }) => {
      const expected = hours.length === 0 ? undefined : Math.max(...hours) * 3600;
      expect(countsOf(result).OldestTargetSeconds).toBe(expected);
    }),
  );
});

it('nothing is sent that has no meaning in the contract', () => {
  fc.assert(
    fc.property(anyPublished, ({ result }) => {
      expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(Object.keys(countsOf(result))));
    }),
  );
});
