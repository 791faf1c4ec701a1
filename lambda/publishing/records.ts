import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { coverageKey, manifestKey, stagingKeys } from '../contract/layout';
import type { DraftManifest, Manifest } from '../contract/manifest';
import { parseDraftManifest, parseManifest } from '../contract/manifest-text';
import type { ScheduledTime } from '../contract/scheduled-time';
import { type CoverageRow, coverageTable } from '../contract/tables';
import { UnreadableLakeError } from '../errors';
import { readBytes } from '../lake/download';
import type { Lake } from '../lake/lake';
import { decodeRow } from '../snapshot/ndjson';
import type { Stamp } from '../snapshot/stamp';
import { nameOf } from '../target';

/** The coverage of the last run, by the target's name; undefined where its records are lost. */
export type LastCoverage = ReadonlyMap<string, CoverageRow> | undefined;

/** The manifest of a run; undefined where it is not published. */
export const readManifest = (lake: Lake, run: ScheduledTime): Promise<Manifest | undefined> =>
  readRecord(lake, manifestKey(run), parseManifest);

/** What an attempt staged; undefined where it has expired. */
export const readDraft = (lake: Lake, { run, id }: Stamp): Promise<DraftManifest | undefined> =>
  readRecord(lake, stagingKeys(run, id).manifest, parseDraftManifest);

type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string; readonly newerSchema: boolean };

const readRecord = async <T>(lake: Lake, key: string, parse: (text: string) => Parsed<T>): Promise<T | undefined> => {
  const bytes = await readBytes(lake, key);
  if (bytes === undefined) return undefined;
  const parsed = parse(bytes.toString('utf8'));
  if (parsed.ok) return parsed.value;
  const remedy = parsed.newerSchema
    ? 'A newer version of imagebuilder-workflow-lake wrote it: upgrade this one'
    : 'Put back what the run wrote';
  throw new UnreadableLakeError(lake.location, key, parsed.problem, remedy);
};

/**
 * The coverage of a published run. Undefined where it has expired.
 *
 * @param sha256 what the manifest says of its content, where there is one
 */
export const readCoverage = async (lake: Lake, run: ScheduledTime, sha256?: string): Promise<LastCoverage> => {
  const key = coverageKey(run);
  const bytes = await readBytes(lake, key);
  if (bytes === undefined) return undefined;
  try {
    const text = gunzipSync(bytes);
    if (sha256 !== undefined && createHash('sha256').update(text).digest('hex') !== sha256)
      throw new Error('its content is not what the manifest says');
    const rows = text.toString('utf8').split('\n').slice(0, -1);
    return new Map(
      rows.map((line) => {
        const row = decodeRow(coverageTable, line);
        return [nameOf({ accountId: row.account_id, region: row.region }), row];
      }),
    );
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UnreadableLakeError(lake.location, key, problem, 'Put back what the run wrote', { cause: error });
  }
};
