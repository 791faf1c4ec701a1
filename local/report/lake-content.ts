import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../lambda/clock';
import { changeKey } from '../../lambda/contract/layout';
import type { Manifest } from '../../lambda/contract/manifest';
import { compactOf, parseScheduledTime, type ScheduledTime } from '../../lambda/contract/scheduled-time';
import { type ChangeRow, type CoverageRow, changeTable } from '../../lambda/contract/tables';
import { LakeError, UnreadableLakeError } from '../../lambda/errors';
import { download } from '../../lambda/lake/download';
import type { LakeReader } from '../../lambda/lake/lake';
import { readCurrent } from '../../lambda/publishing/current';
import { readSnapshot } from '../../lambda/publishing/last-run';
import { readCoverageRows, readManifest } from '../../lambda/publishing/records';
import { gunzipped } from '../../lambda/snapshot/gunzipped';
import { placesOfLines, WholeLines } from '../../lambda/snapshot/lines';
import { readLine } from '../../lambda/snapshot/ndjson';
import type { RowFile } from '../../lambda/snapshot/row-file';
import type { LastSnapshot } from '../../lambda/snapshot/snapshot-layout';
import { codeOf } from '../../lambda/system-error';
import type { ReportLake } from './report-lake';

/** The newest published run, and what the lake holds of it. */
export interface NewestRun {
  readonly run: ScheduledTime;
  readonly manifest: Manifest;
  /** Its rows lie in the row file. */
  readonly snapshot: LastSnapshot;
  /** Undefined where it has expired. */
  readonly coverage: readonly CoverageRow[] | undefined;
}

interface RunReading {
  readonly reader: LakeReader;
  readonly clock: Clock;
  readonly rowFile: RowFile;
  readonly scratchFolder: string;
}

/** Runs may be published while the report is made; no lake is collected that often. */
const MOST_READS = 3;

/** Reads the newest run, whole or not at all. Throws a CollectorError where there is none, or it is not published yet. */
export const readNewestRun = async (reading: RunReading): Promise<NewestRun> => {
  for (let reads = 1; reads <= MOST_READS; reads++) {
    const newest = await readOnce(reading);
    if (newest !== undefined) return newest;
  }
  throw new LakeError(`${reading.reader.location}: a run was published each time it was read. Try again.`);
};

const readOnce = async ({ reader, clock, ...laid }: RunReading): Promise<NewestRun | undefined> => {
  const current = await readCurrent(reader, clock);
  if (current === undefined)
    throw new LakeError(`No run is published in ${reader.location} yet: see what collect said.`);
  const manifest = await readManifest(reader, current.run);
  if (manifest === undefined)
    throw new LakeError(
      `${reader.location}: the run of ${current.run} is not published yet. Either it is under way, then wait for it; or it was cut short, then the next collect finishes it.`,
    );
  const snapshot = await readSnapshot({ lake: reader, current, manifest, ...laid });
  if (snapshot === undefined) return undefined;
  const coverage: CoverageRow[] = [];
  const source = { lake: reader, run: current.run, manifest, scratchFolder: laid.scratchFolder };
  const isThere = await readCoverageRows(source, (row) => coverage.push(row));
  return { run: current.run, manifest, snapshot, coverage: isThere ? coverage : undefined };
};

/** Whether a published run is the first of its lake. */
export const isFirstRun = async (reader: LakeReader, run: string): Promise<boolean> => {
  const time = parseScheduledTime(run);
  return time !== undefined && (await readManifest(reader, time))?.previous_run === null;
};

/** As many objects of a bucket are fetched at once. */
const FETCHED_AT_ONCE = 16;

/** The changes that runs saw, in the order of the runs. What a run under way has not announced yet is left out. */
export async function* readChanges(
  { reader, listRunsWithChanges }: ReportLake,
  newest: ScheduledTime,
  scratchFolder: string,
): AsyncGenerator<ChangeRow> {
  const runs = (await listRunsWithChanges()).filter((run) => run <= newest);
  for (let from = 0; from < runs.length; from += FETCHED_AT_ONCE) {
    const batch = runs.slice(from, from + FETCHED_AT_ONCE);
    const fetched = await Promise.all(batch.map((run) => fetchChanges(reader, run, scratchFolder)));
    for (const changes of fetched) if (changes !== undefined) yield* changesIn(reader, changes);
  }
}

interface FetchedChanges {
  readonly manifest: Manifest;
  /** Compressed, on this machine's disk. */
  readonly path: string;
}

/** Undefined where the run is not announced, or its changes have expired. */
const fetchChanges = async (
  reader: LakeReader,
  run: ScheduledTime,
  scratchFolder: string,
): Promise<FetchedChanges | undefined> => {
  const manifest = await readManifest(reader, run);
  if (manifest === undefined) return undefined;
  const path = join(scratchFolder, `${compactOf(run)}.ndjson.gz`);
  return (await download(reader, changeKey(run), path)) ? { manifest, path } : undefined;
};

async function* changesIn(reader: LakeReader, { manifest, path }: FetchedChanges): AsyncGenerator<ChangeRow> {
  try {
    const whole = new WholeLines();
    for await (const chunk of gunzipped(path)) {
      const lines = whole.take(chunk);
      for (const { start, end } of placesOfLines(lines))
        yield readLine(changeTable, lines.toString('utf8', start, end), manifest.schema_version).row;
    }
    if (whole.isUnfinished) throw new Error('its last row is cut off');
  } catch (error) {
    // A fault of this machine's disk says nothing about the lake.
    if (!(error instanceof Error) || codeOf(error) !== undefined) throw error;
    const key = changeKey(manifest.run);
    throw new UnreadableLakeError(reader.location, key, error.message, 'Put back what the run wrote', { cause: error });
  } finally {
    rmSync(path);
  }
}
