import { join } from 'node:path';
import { changeKey, coverageKey, historyKey, manifestKey, SNAPSHOT_KEY, stagingKeys } from '../contract/layout';
import type { Content, DraftManifest, Manifest, PublishedObject } from '../contract/manifest';
import { formatManifest } from '../contract/manifest-text';
import { LakeError, UnreadableLakeError } from '../errors';
import { download } from '../lake/download';
import { type Condition, type FileBody, fileBody, type Lake, type ObjectIdentity } from '../lake/lake';
import { putSettled } from '../lake/put-settled';
import type { RunPorts } from '../run-ports';
import { parseStamp } from '../snapshot/stamp';
import type { Current } from './current';
import { readDraft, readManifest } from './records';

type ApplyPorts = Pick<RunPorts, 'lake' | 'clock' | 'scratchFolder'>;

/** An object as it stands in the lake, or undefined where a newer run, or its expiry, has taken it away. */
type Stored = ObjectIdentity | undefined;

/**
 * Publishes a committed run: history, coverage, changes, and last its manifest. Whoever committed it does this, and so
 * does every later run that finds it unpublished: any number of times, at once, and in part.
 *
 * @param spool the snapshot's file, where the committer still has it
 * @returns the manifest, or undefined where the staged records expired before they were published: they are lost
 */
export const apply = async (ports: ApplyPorts, current: Current, spool?: string): Promise<Manifest | undefined> => {
  const draft = await readDraft(ports.lake, current);
  const objects = draft && (await publishObjects(ports, { current, draft, spool }));
  if (draft === undefined || objects === undefined) return readManifest(ports.lake, current.run);
  const { snapshot, coverage, change, ...facts } = draft;
  const manifest: Manifest = { ...facts, id: current.id, objects };
  const body = Buffer.from(formatManifest(manifest));
  const answer = await putSettled(ports, manifestKey(current.run), body, 'if_none_match');
  return answer.answer === 'stored' ? manifest : readManifest(ports.lake, current.run);
};

interface CommittedRun {
  readonly current: Current;
  readonly draft: DraftManifest;
  readonly spool: string | undefined;
}

const publishObjects = async (
  ports: ApplyPorts,
  { current, draft, spool }: CommittedRun,
): Promise<Manifest['objects'] | undefined> => {
  const { run } = current;
  const staged = stagingKeys(run, current.id);
  const history = await putHistory(ports, current, spool);
  if (history === undefined) return undefined;
  const coverage = await putStaged(ports, staged.coverage, coverageKey(run));
  const change = draft.change === null ? null : await putStaged(ports, staged.change, changeKey(run));
  if (coverage === undefined || change === undefined) return undefined;
  return {
    snapshot: published(SNAPSHOT_KEY, current.identity, draft.snapshot),
    history: published(historyKey(run), history, draft.snapshot),
    coverage: published(coverageKey(run), coverage, draft.coverage),
    change: change && draft.change && published(changeKey(run), change, draft.change),
    step: null,
  };
};

const published = (key: string, { versionId, etag, bytes }: ObjectIdentity, content: Content): PublishedObject => ({
  key,
  version_id: versionId,
  etag,
  bytes,
  ...content,
});

/** Runs of one day may be published side by side; so many never are. */
const MOST_PUTS_OF_HISTORY = 10;

/** Moves the day's snapshot forward to this run, never back. Undefined: a newer run has taken the day, or current. */
const putHistory = async (ports: ApplyPorts, current: Current, spool: string | undefined): Promise<Stored> => {
  const key = historyKey(current.run);
  for (let tries = 0; tries < MOST_PUTS_OF_HISTORY; tries++) {
    const there = await ports.lake.peek(key);
    const run = there.answer === 'object' ? runOf(ports.lake, key, there.start) : undefined;
    if (run !== undefined && run > current.run) return undefined;
    if (there.answer === 'object' && run === current.run) return there;
    const source = spool ?? (await downloadCurrent(ports, current));
    if (source === undefined) return undefined;
    const condition: Condition = there.answer === 'object' ? { ifMatch: there.etag } : 'if_none_match';
    const stored = await putObject(ports, key, fileBody(source), condition);
    if (stored !== undefined) return stored;
  }
  throw new LakeError(
    `${ports.lake.location}/${key}: other runs were in the way of ${MOST_PUTS_OF_HISTORY} tries to put it`,
  );
};

const runOf = (lake: Lake, key: string, start: Uint8Array) => {
  const stamp = parseStamp(start);
  if (stamp !== undefined) return stamp.run;
  const problem = 'it is not gzip, or its header does not say which run wrote it';
  throw new UnreadableLakeError(lake.location, key, problem, 'Move it away, then run again');
};

/** The committed snapshot, from the lake; undefined where a newer run has replaced it, and so has published this one. */
const downloadCurrent = async (
  { lake, scratchFolder }: ApplyPorts,
  { identity }: Current,
): Promise<string | undefined> => {
  const path = join(scratchFolder, 'recovered.ndjson.gz');
  return (await download(lake, SNAPSHOT_KEY, path, identity.etag)) ? path : undefined;
};

/** Copies a staged object to its place, where it stays as the first to arrive put it. */
const putStaged = async (ports: ApplyPorts, from: string, to: string): Promise<Stored> => {
  const path = join(ports.scratchFolder, 'staged');
  if (await download(ports.lake, from, path)) {
    const stored = await putObject(ports, to, fileBody(path), 'if_none_match');
    if (stored !== undefined) return stored;
  }
  const there = await ports.lake.peek(to);
  return there.answer === 'object' ? there : undefined;
};

/** The object as it was put, or undefined where the condition did not hold. */
const putObject = async (ports: ApplyPorts, key: string, body: FileBody, condition: Condition): Promise<Stored> => {
  const answer = await putSettled(ports, key, body, condition);
  if (answer.answer !== 'stored') return undefined;
  return { etag: answer.etag, versionId: answer.versionId, bytes: body.bytes };
};
