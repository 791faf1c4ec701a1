import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { parseWorkflowArn } from '../arn';
import type { DraftManifest } from '../contract/manifest';
import { formatManifest } from '../contract/manifest-text';
import type { Outcome } from '../contract/outcome';
import { dayOf, type ScheduledTime } from '../contract/scheduled-time';
import { type CoverageRow, coverageTable, SCHEMA_VERSION } from '../contract/tables';
import type { TargetResult } from '../reading/target-result';
import type { TargetPresence } from '../snapshot/change';
import { type GzipFile, type GzippedLines, type OpenGzipFile, setGzipName, withGzipFiles } from '../snapshot/gzip-file';
import { type ChangeTotals, mergeTargets, type TargetRowPair } from '../snapshot/merge';
import { encodeRow, keyOfLine } from '../snapshot/ndjson';
import { type RowFile, RowList } from '../snapshot/row-file';
import { formatStamp, STAMP_LENGTH } from '../snapshot/stamp';
import { READING_VERSION } from '../steps/reading-version';
import { nameOf, type Target } from '../target';
import { compareUtf8 } from '../utf8-order';
import { coverageOf } from './coverage';
import type { LastCoverage } from './last-coverage';
import type { LastRun } from './last-run';
import { writeSteps } from './step-file';

/** All that an attempt of a run would publish, in files of its scratch folder. */
export interface Attempt {
  readonly run: ScheduledTime;
  /** The hash of the draft: attempts that saw different things have different ids. */
  readonly id: string;
  /** The draft manifest, as it is staged. */
  readonly draft: Uint8Array;
  readonly rows: number;
  readonly coverage: readonly CoverageRow[];
  readonly files: {
    readonly snapshot: string;
    readonly steps: string;
    readonly coverage: string;
    /** Undefined where nothing changed. */
    readonly change: string | undefined;
  };
}

export interface AttemptOptions {
  readonly run: ScheduledTime;
  /** The account that collects. */
  readonly accountId: string;
  readonly last: LastRun;
  readonly results: ReadonlyMap<string, TargetResult>;
  readonly rowFile: RowFile;
  readonly scratchFolder: string;
}

/** Merges what was read with the last snapshot. */
export const makeAttempt = (options: AttemptOptions): Promise<Attempt> =>
  withGzipFiles(options.scratchFolder, async (open) => {
    const { run } = options;
    const merged = await mergeRows(options, open);
    const rows = coverageRows(options);
    const coverage = await writeCoverage(rows, open);
    const draft = draftOf(options, rows, merged, coverage);
    const text = Buffer.from(formatManifest(draft));
    const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const { snapshot, steps, change } = merged;
    for (const { path } of [snapshot, steps]) setGzipName(path, formatStamp({ run, id }));
    return {
      run,
      id,
      draft: text,
      rows: snapshot.content.rows,
      coverage: rows,
      files: { snapshot: snapshot.path, steps: steps.path, coverage: coverage.path, change: change?.path },
    };
  });

/** The rows of a run, and how they differ from those of the last one. */
interface MergedRows {
  /** Still without their names. */
  readonly snapshot: GzippedLines;
  readonly steps: GzippedLines;
  /** Undefined where nothing changed. */
  readonly change: GzippedLines | undefined;
  readonly totals: ChangeTotals;
}

/** Where nothing changed, the last snapshot as it is compressed becomes the new one, and so do its steps. */
const mergeRows = async (options: AttemptOptions, open: OpenGzipFile): Promise<MergedRows> => {
  const { gzipped } = options.last.snapshot;
  const pairs = rowPairs(options);
  if (gzipped !== undefined && pairs.every(isUnchanged))
    return { snapshot: gzipped, steps: await sameSteps(options, pairs, open), change: undefined, totals: {} };
  // The disk has held it beside the rows; it need not hold the new one as well.
  if (gzipped !== undefined) rmSync(gzipped.path);
  return mergePairs(options, pairs, open);
};

const mergePairs = async (
  { run, rowFile, last }: AttemptOptions,
  pairs: readonly TargetRowPair[],
  open: OpenGzipFile,
): Promise<MergedRows> => {
  const snapshot = open('snapshot.ndjson.gz', { nameLength: STAMP_LENGTH });
  const changes = open('change.ndjson.gz');
  const { steps, value: totals } = await writeSteps(open, last.steps, (steps) =>
    mergeTargets(pairs, { run, rowFile, snapshot, steps, changes }),
  );
  const change = await finish(changes);
  return { snapshot: await finish(snapshot), steps, change: change.content.rows > 0 ? change : undefined, totals };
};

/** The steps of the same rows: as they are compressed, or read anew where the last run has none that fit. */
const sameSteps = async (
  { rowFile, last }: AttemptOptions,
  pairs: readonly TargetRowPair[],
  open: OpenGzipFile,
): Promise<GzippedLines> => {
  if (last.steps !== undefined) return last.steps;
  const { steps } = await writeSteps(open, undefined, async ({ add }) => {
    for (const { after } of pairs) for (const slice of after) await add(rowFile.read(slice), false);
  });
  return steps;
};

const isUnchanged = ({ before, after }: TargetRowPair): boolean => before.equals(after);

const finish = async (file: GzipFile): Promise<GzippedLines> => ({ path: file.path, content: await file.finish() });

const writeCoverage = async (rows: readonly CoverageRow[], open: OpenGzipFile): Promise<GzippedLines> => {
  const file = open('coverage.ndjson.gz');
  for (const row of rows) await file.write(Buffer.from(encodeRow(coverageTable, row)));
  return finish(file);
};

const draftOf = (
  { run, accountId, last }: AttemptOptions,
  rows: readonly CoverageRow[],
  { snapshot, steps, change, totals }: MergedRows,
  coverage: GzippedLines,
): DraftManifest => ({
  schema_version: SCHEMA_VERSION,
  run,
  dt: dayOf(run),
  previous_run: last.run,
  outcomes: outcomeTotals(rows),
  changes: totals,
  all_fresh: rows.every(({ as_of }) => as_of === run),
  collector_account_id: accountId,
  snapshot: snapshot.content,
  coverage: coverage.content,
  change: change?.content ?? null,
  step: { ...steps.content, reading_version: READING_VERSION },
});

const coverageRows = ({ run, last, results }: AttemptOptions): readonly CoverageRow[] =>
  [...results.values()].sort(byTarget).map((result) => coverageOf(run, result, last));

/** In the order of the targets' names. */
const byTarget = ({ target: a }: TargetResult, { target: b }: TargetResult): number =>
  compareUtf8(a.accountId, b.accountId) || compareUtf8(a.region, b.region);

const outcomeTotals = (rows: readonly CoverageRow[]): Readonly<Partial<Record<Outcome, number>>> => {
  const totals: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of rows) totals[outcome] = (totals[outcome] ?? 0) + 1;
  return totals;
};

/** What each target held and what it holds now, in ARN order: planned targets, and those that left the plan. */
const rowPairs = ({ last, results, rowFile }: AttemptOptions): readonly TargetRowPair[] => {
  const found: { readonly pair: TargetRowPair; readonly prefix: string }[] = [];
  // One by one: most targets of a large organization have no rows, and nothing is kept of them.
  const add = (pair: TargetRowPair): void => {
    const prefix = prefixOf(rowFile, pair);
    if (prefix !== undefined) found.push({ pair, prefix });
  };
  for (const [name, { target, rows }] of results) {
    const before = last.snapshot.blocks.get(name)?.rows ?? RowList.empty;
    add({ target, presence: presenceOf(target, before, last.coverage), before, after: rows ?? before });
  }
  for (const block of last.snapshot.blocks.values())
    if (!results.has(nameOf(block))) add({ target: block, presence: 'left', before: block.rows, after: RowList.empty });
  return found.sort((a, b) => compareUtf8(a.prefix, b.prefix)).map(({ pair }) => pair);
};

/** A target enters when it is read for the first time: its workflows are not new, they have only not been seen. */
const presenceOf = (target: Target, before: RowList, last: LastCoverage): TargetPresence =>
  before.length === 0 && last.asOf(target) === null ? 'entered' : 'known';

/** What all ARNs of a target begin with; undefined where it has no rows. */
const prefixOf = (rowFile: RowFile, { before, after }: TargetRowPair): string | undefined => {
  const first = before.at(0) ?? after.at(0);
  return first && parseWorkflowArn(keyOfLine(rowFile.read(first)))?.prefix;
};
