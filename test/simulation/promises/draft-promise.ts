import { isDeepStrictEqual } from 'node:util';
import { dayOf } from '../../../lambda/contract/scheduled-time';
import { SCHEMA_VERSION } from '../../../lambda/contract/tables';
import { promise } from '../violation';
import type { Commit } from './commit';
import { type Decoded, type Row, sha256, text } from './decoded';
import { expectedSteps } from './step-promise';

const draftTrue = promise('the manifest says what is published, and the runs form a chain');

const content = ({ rows, sha256 }: Decoded) => ({ rows: rows.length, sha256 });

const totals = (rows: readonly Row[], column: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[text(row, column)] = (counts[text(row, column)] ?? 0) + 1;
  return counts;
};

/** Everything that a draft must say of its commit. */
export const expectedDraft = (commit: Commit) => {
  const { attempt, run, base, coverage, change, snapshot } = commit;
  return {
    schema_version: SCHEMA_VERSION,
    run,
    dt: dayOf(run),
    previous_run: base.run,
    outcomes: totals(coverage.rows, 'outcome'),
    changes: totals(change?.rows ?? [], 'change'),
    all_fresh: coverage.rows.every((row) => row['as_of'] === run),
    collector_account_id: attempt.request.accountId,
    snapshot: content(snapshot),
    coverage: content(coverage),
    change: change === undefined ? null : content(change),
    step: expectedSteps(commit).content,
  };
};

export const checkDraft = (commit: Commit): void => {
  const expected = expectedDraft(commit);
  const found: unknown = JSON.parse(commit.draft.toString('utf8'));
  draftTrue(
    sha256(commit.draft).slice(0, 32) === commit.id,
    () => `the draft of ${commit.run} is not the one that ${commit.id} names`,
  );
  draftTrue(
    isDeepStrictEqual(found, expected),
    () => `the draft of ${commit.run} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`,
  );
};
