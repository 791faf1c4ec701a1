import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { coverageKey, manifestKey, stagingKeys } from '../contract/layout';
import type { DraftManifest, Manifest } from '../contract/manifest';
import { parseDraftManifest, parseManifest } from '../contract/manifest-text';
import type { ScheduledTime } from '../contract/scheduled-time';
import { type CoverageRow, coverageTable } from '../contract/tables';
import { UnreadableLakeError } from '../errors';
import { download, readBytes } from '../lake/download';
import type { LakeReader } from '../lake/lake';
import { gunzipped } from '../snapshot/gunzipped';
import { placesOfLines, WholeLines } from '../snapshot/lines';
import { readLine } from '../snapshot/ndjson';
import type { Stamp } from '../snapshot/stamp';
import { codeOf } from '../system-error';
import { LastCoverage } from './last-coverage';

/** The manifest of a run; undefined where it is not published. */
export const readManifest = (lake: LakeReader, run: ScheduledTime): Promise<Manifest | undefined> =>
  readRecord(lake, manifestKey(run), parseManifest);

/** What an attempt staged; undefined where it has expired. */
export const readDraft = (lake: LakeReader, { run, id }: Stamp): Promise<DraftManifest | undefined> =>
  readRecord(lake, stagingKeys(run, id).manifest, parseDraftManifest);

/** A manifest has a few KB, whatever the lake holds. */
const LARGEST_RECORD_BYTES = 1024 * 1024;

type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string; readonly newerSchema: boolean };

const readRecord = async <T>(
  lake: LakeReader,
  key: string,
  parse: (text: string) => Parsed<T>,
): Promise<T | undefined> => {
  const bytes = await readBytes(lake, key, LARGEST_RECORD_BYTES);
  if (bytes === undefined) return undefined;
  const parsed = parse(bytes.toString('utf8'));
  if (parsed.ok) return parsed.value;
  const advice = parsed.newerSchema
    ? 'A newer version of imagebuilder-workflow-lake wrote it: upgrade this one'
    : 'Put back what the run wrote';
  throw new UnreadableLakeError(lake.location, key, parsed.problem, advice);
};

interface CoverageSource {
  readonly lake: LakeReader;
  readonly run: ScheduledTime;
  /** Undefined where it is lost: then nothing says what the content should be. */
  readonly manifest: Manifest | undefined;
  readonly scratchFolder: string;
}

/** What a published run said of when each target was read. Where its coverage has expired, nothing is known. */
export const readCoverage = async (source: CoverageSource): Promise<LastCoverage> => {
  const found = new LastCoverage();
  await readCoverageRows(source, (row) => found.add(row));
  return found;
};

/**
 * Gives each row of the coverage of a published run; false where it has expired. Throws where the content is not whole,
 * or not what the manifest says: then what was given is not to be used.
 */
export const readCoverageRows = async (
  { lake, run, manifest, scratchFolder }: CoverageSource,
  onRow: (row: CoverageRow) => void,
): Promise<boolean> => {
  const key = coverageKey(run);
  const path = join(scratchFolder, 'last-coverage.ndjson.gz');
  if (!(await download(lake, key, path))) return false;
  try {
    await giveRows(path, manifest, onRow);
    return true;
  } catch (error) {
    // A fault of this machine's disk says nothing about the lake.
    if (!(error instanceof Error) || codeOf(error) !== undefined) throw error;
    throw new UnreadableLakeError(lake.location, key, error.message, 'Put back what the run wrote', { cause: error });
  } finally {
    rmSync(path);
  }
};

const giveRows = async (path: string, manifest: Manifest | undefined, onRow: (row: CoverageRow) => void) => {
  const hash = createHash('sha256');
  const whole = new WholeLines();
  for await (const chunk of gunzipped(path)) {
    hash.update(chunk);
    const lines = whole.take(chunk);
    for (const { start, end } of placesOfLines(lines))
      onRow(readLine(coverageTable, lines.toString('utf8', start, end), manifest?.schema_version).row);
  }
  if (whole.isUnfinished) throw new Error('its last row is cut off');
  if (manifest !== undefined && hash.digest('hex') !== manifest.objects.coverage.sha256)
    throw new Error('its content is not what the manifest says');
};
