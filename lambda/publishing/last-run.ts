import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { SNAPSHOT_KEY } from '../contract/layout';
import type { Manifest } from '../contract/manifest';
import type { ScheduledTime } from '../contract/scheduled-time';
import { download } from '../lake/download';
import type { LakeReader } from '../lake/lake';
import { readLastSnapshot, type WrittenContent } from '../snapshot/last-snapshot';
import type { RowFile } from '../snapshot/row-file';
import { BrokenSnapshotError, emptySnapshot, type LastSnapshot } from '../snapshot/snapshot-layout';
import { nameOf, type Target } from '../target';
import { type Current, unreadableSnapshot } from './current';
import { LastCoverage } from './last-coverage';
import type { Newest } from './newest';
import { readCoverage } from './records';

/** The state that a run builds on: the last snapshot and its coverage. */
export interface LastRun {
  readonly run: ScheduledTime | null;
  /** The account that collected it, where its manifest says so. */
  readonly collector: string | undefined;
  readonly snapshot: LastSnapshot;
  readonly coverage: LastCoverage;
}

const noLastRun: LastRun = { run: null, collector: undefined, snapshot: emptySnapshot, coverage: new LastCoverage() };

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
  const path = join(scratchFolder, 'last.ndjson.gz');
  if (!(await download(lake, SNAPSHOT_KEY, path, current.identity.etag))) return { answer: 'replaced' };
  try {
    const snapshot = await readLastSnapshot(path, rowFile, manifest && writtenContent(manifest, current));
    if (snapshot.gzipped === undefined) rmSync(path);
    const collector = manifest?.collector_account_id ?? undefined;
    return { answer: 'last', last: { run: current.run, collector, snapshot, coverage } };
  } catch (error) {
    throw error instanceof BrokenSnapshotError ? unreadableSnapshot(lake, error.message, error) : error;
  }
};

const writtenContent = ({ schema_version, objects }: Manifest, { identity }: Current): WrittenContent => ({
  ...objects.snapshot,
  schemaVersion: schema_version,
  isSameObject: objects.snapshot.etag === identity.etag,
});

/** The targets that the lake holds: those that the last run planned, and those that have rows. */
export const heldTargets = ({ snapshot, coverage }: LastRun): readonly Target[] => {
  const held = new Map<string, Target>();
  for (const target of coverage.targets()) held.set(nameOf(target), target);
  for (const [name, { accountId, region }] of snapshot.blocks) held.set(name, { accountId, region });
  return [...held.values()];
};
