import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { SNAPSHOT_KEY, STEP_KEY } from '../contract/layout';
import type { Content, Manifest } from '../contract/manifest';
import type { ScheduledTime } from '../contract/scheduled-time';
import { SCHEMA_VERSION } from '../contract/tables';
import { download } from '../lake/download';
import type { LakeReader } from '../lake/lake';
import { type GzippedLines, hasRoomForName } from '../snapshot/gzip-file';
import { readLastSnapshot, type WrittenContent } from '../snapshot/last-snapshot';
import type { RowFile } from '../snapshot/row-file';
import { BrokenSnapshotError, emptySnapshot, type LastSnapshot } from '../snapshot/snapshot-layout';
import { STAMP_LENGTH } from '../snapshot/stamp';
import { READING_VERSION } from '../steps/reading-version';
import { nameOf, type Target } from '../target';
import { type Current, unreadableSnapshot } from './current';
import { LastCoverage } from './last-coverage';
import type { Newest } from './newest';
import { readCoverage } from './records';
import { writeAllSteps } from './step-file';

/** The state that a run builds on: the last snapshot and its coverage. */
export interface LastRun {
  readonly run: ScheduledTime | null;
  /** The account that collected it, where its manifest says so. */
  readonly collector: string | undefined;
  readonly snapshot: LastSnapshot;
  readonly coverage: LastCoverage;
  /** The steps of the snapshot, as this program reads them, compressed; undefined before the first run. */
  readonly steps: GzippedLines | undefined;
}

const noLastRun: LastRun = {
  run: null,
  collector: undefined,
  snapshot: emptySnapshot,
  coverage: new LastCoverage(),
  steps: undefined,
};

interface LastRunOptions {
  readonly lake: LakeReader;
  readonly newest: Newest;
  /** Takes the rows of the snapshot. */
  readonly rowFile: RowFile;
  readonly scratchFolder: string;
}

type LastRunAnswer =
  | { readonly answer: 'last'; readonly last: LastRun }
  /** The snapshot is no longer the one that was found. */
  | { readonly answer: 'replaced' };

/**
 * The last run, laid out in the row file; an empty one before the first. The compressed snapshot stays in the scratch
 * folder where it may become the next one.
 */
export const readLastRun = async ({ lake, newest, rowFile, scratchFolder }: LastRunOptions): Promise<LastRunAnswer> => {
  if (newest.answer === 'none') return { answer: 'last', last: noLastRun };
  const { current, manifest } = newest;
  const coverage = await readCoverage({ lake, run: current.run, manifest, scratchFolder });
  const snapshot = await readSnapshot({ lake, current, manifest, rowFile, scratchFolder });
  if (snapshot === undefined) return { answer: 'replaced' };
  const collector = manifest?.collector_account_id ?? undefined;
  const steps = await readLastSteps({ lake, manifest, snapshot, rowFile, scratchFolder });
  return { answer: 'last', last: { run: current.run, collector, snapshot, coverage, steps } };
};

interface SnapshotSource extends Omit<LastRunOptions, 'newest'> {
  readonly current: Current;
  readonly manifest: Manifest | undefined;
}

/** The snapshot that was found, laid out in the row file; undefined where another has taken its place. */
export const readSnapshot = async (source: SnapshotSource): Promise<LastSnapshot | undefined> => {
  const { lake, current, manifest, rowFile, scratchFolder } = source;
  const path = join(scratchFolder, 'last.ndjson.gz');
  if (!(await download(lake, SNAPSHOT_KEY, path, current.identity.etag))) return undefined;
  try {
    const snapshot = await readLastSnapshot(path, rowFile, manifest && writtenContent(manifest, current));
    if (snapshot.gzipped === undefined) rmSync(path);
    return snapshot;
  } catch (error) {
    throw error instanceof BrokenSnapshotError ? unreadableSnapshot(lake, error.message, error) : error;
  }
};

const writtenContent = ({ schema_version, objects }: Manifest, { identity }: Current): WrittenContent => ({
  ...objects.snapshot,
  schemaVersion: schema_version,
  isSameObject: objects.snapshot.etag === identity.etag,
});

interface LastStepsSource extends Omit<LastRunOptions, 'newest'> {
  readonly manifest: Manifest | undefined;
  readonly snapshot: LastSnapshot;
}

/**
 * The steps that the last run put; where there are none that this program would write, every document is read. That is
 * before any target is read, so that what it takes is taken from the time for reading, not from that for publishing.
 */
const readLastSteps = async ({ lake, manifest, snapshot, rowFile, scratchFolder }: LastStepsSource) => {
  const put = manifest && (await downloadSteps(lake, manifest, join(scratchFolder, LAST_STEPS)));
  return put ?? writeAllSteps(scratchFolder, LAST_STEPS, linesOf(snapshot, rowFile));
};

const LAST_STEPS = 'last-steps.ndjson.gz';

/**
 * Only the very object that the run put: the steps of a newer one may be there, or those of a program that reads
 * otherwise.
 */
const downloadSteps = async (
  lake: LakeReader,
  { schema_version, objects: { step } }: Manifest,
  path: string,
): Promise<GzippedLines | undefined> => {
  if (step === null || schema_version !== SCHEMA_VERSION || step.reading_version !== READING_VERSION) return undefined;
  const isThere = await download(lake, STEP_KEY, path, step.etag);
  return isThere && hasRoomForName(path, STAMP_LENGTH) ? { path, content: contentOf(step) } : undefined;
};

function* linesOf({ blocks }: LastSnapshot, rowFile: RowFile): Generator<Buffer> {
  for (const { rows } of blocks.values()) for (const slice of rows) yield rowFile.read(slice);
}

const contentOf = ({ rows, sha256 }: Content): Content => ({ rows, sha256 });

/** The targets that the lake holds: those that the last run planned, and those that have rows. */
export const heldTargets = ({ snapshot, coverage }: LastRun): readonly Target[] => {
  const held = new Map<string, Target>();
  for (const target of coverage.targets()) held.set(nameOf(target), target);
  for (const [name, { accountId, region }] of snapshot.blocks) held.set(name, { accountId, region });
  return [...held.values()];
};
