import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { coverageKey, manifestKey, stagingKeys } from '../contract/layout';
import type { DraftManifest, Manifest } from '../contract/manifest';
import { parseDraftManifest, parseManifest } from '../contract/manifest-text';
import type { ScheduledTime } from '../contract/scheduled-time';
import { coverageTable } from '../contract/tables';
import { UnreadableLakeError } from '../errors';
import { download, readBytes } from '../lake/download';
import type { Lake } from '../lake/lake';
import { gunzipped } from '../snapshot/gunzipped';
import { placesOfLines, WholeLines } from '../snapshot/lines';
import { readLine } from '../snapshot/ndjson';
import type { Stamp } from '../snapshot/stamp';
import { codeOf } from '../system-error';
import { LastCoverage } from './last-coverage';

/** The manifest of a run; undefined where it is not published. */
export const readManifest = (lake: Lake, run: ScheduledTime): Promise<Manifest | undefined> =>
  readRecord(lake, manifestKey(run), parseManifest);

/** What an attempt staged; undefined where it has expired. */
export const readDraft = (lake: Lake, { run, id }: Stamp): Promise<DraftManifest | undefined> =>
  readRecord(lake, stagingKeys(run, id).manifest, parseDraftManifest);

/** A manifest has a few KB, whatever the lake holds. */
const LARGEST_RECORD_BYTES = 1024 * 1024;

type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string; readonly newerSchema: boolean };

const readRecord = async <T>(lake: Lake, key: string, parse: (text: string) => Parsed<T>): Promise<T | undefined> => {
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
  readonly lake: Lake;
  readonly run: ScheduledTime;
  /** Undefined where it is lost: then nothing says what the content should be. */
  readonly manifest: Manifest | undefined;
  readonly scratchFolder: string;
}

/** The coverage of a published run. Where it has expired, nothing is known. */
export const readCoverage = async ({ lake, run, manifest, scratchFolder }: CoverageSource): Promise<LastCoverage> => {
  const key = coverageKey(run);
  const path = join(scratchFolder, 'last-coverage.ndjson.gz');
  if (!(await download(lake, key, path))) return new LastCoverage();
  try {
    return await coverageIn(path, manifest);
  } catch (error) {
    // A fault of this machine's disk says nothing about the lake.
    if (!(error instanceof Error) || codeOf(error) !== undefined) throw error;
    throw new UnreadableLakeError(lake.location, key, error.message, 'Put back what the run wrote', { cause: error });
  } finally {
    rmSync(path);
  }
};

const coverageIn = async (path: string, manifest: Manifest | undefined): Promise<LastCoverage> => {
  const found = new LastCoverage();
  const hash = createHash('sha256');
  const whole = new WholeLines();
  for await (const chunk of gunzipped(path)) {
    hash.update(chunk);
    const lines = whole.take(chunk);
    for (const { start, end } of placesOfLines(lines)) {
      found.add(readLine(coverageTable, lines.toString('utf8', start, end), manifest?.schema_version).row);
    }
  }
  if (whole.isUnfinished) throw new Error('its last row is cut off');
  if (manifest !== undefined && hash.digest('hex') !== manifest.objects.coverage.sha256)
    throw new Error('its content is not what the manifest says');
  return found;
};
