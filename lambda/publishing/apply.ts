import { join } from 'node:path';
import {
  changeKey,
  coverageKey,
  historyKey,
  manifestKey,
  SNAPSHOT_KEY,
  STEP_KEY,
  stagingKeys,
} from '../contract/layout';
import type { Content, Manifest } from '../contract/manifest';
import { formatManifest } from '../contract/manifest-text';
import { download } from '../lake/download';
import type { ObjectIdentity } from '../lake/lake';
import { putSettled } from '../lake/put-settled';
import type { RunPorts } from '../run-ports';
import { type CommittedFiles, type CommittedRun, snapshotFile, stepsFile } from './committed-files';
import type { Current } from './current';
import { putFile, putForward } from './put-forward';
import { readDraft, readManifest } from './records';

type ApplyPorts = Pick<RunPorts, 'lake' | 'clock' | 'scratchFolder'>;

/** An object as it stands in the lake, or undefined where a newer run, or its expiry, has taken it away. */
type Stored = ObjectIdentity | undefined;

/**
 * Publishes a committed run: history, steps, coverage, changes, and last its manifest. Whoever committed it does this,
 * and so does every later run that finds it unpublished: any number of times, at once, and in part.
 *
 * @param files undefined for whoever finds it: they are made from the newest snapshot then
 * @returns the manifest, or undefined where the staged records expired before they were published: they are lost
 */
export const apply = async (
  ports: ApplyPorts,
  current: Current,
  files?: CommittedFiles,
): Promise<Manifest | undefined> => {
  const draft = await readDraft(ports.lake, current);
  const objects = draft && (await publishObjects(ports, { current, draft, files }));
  if (draft === undefined || objects === undefined) return readManifest(ports.lake, current.run);
  const { snapshot, coverage, change, step, ...facts } = draft;
  const manifest: Manifest = { ...facts, id: current.id, objects };
  const body = Buffer.from(formatManifest(manifest));
  const answer = await putSettled(ports, manifestKey(current.run), body, 'if_none_match');
  return answer.answer === 'stored' ? manifest : readManifest(ports.lake, current.run);
};

const publishObjects = async (ports: ApplyPorts, committed: CommittedRun): Promise<Manifest['objects'] | undefined> => {
  const { current, draft } = committed;
  const { run } = current;
  const staged = stagingKeys(run, current.id);
  const history = await putForward(ports, historyKey(run), run, () => snapshotFile(ports, committed));
  if (history.answer !== 'stored') return undefined;
  const step = await putSteps(ports, committed);
  if (step === undefined) return undefined;
  const coverage = await putStaged(ports, staged.coverage, coverageKey(run));
  const change = draft.change === null ? null : await putStaged(ports, staged.change, changeKey(run));
  if (coverage === undefined || change === undefined) return undefined;
  return {
    snapshot: published(SNAPSHOT_KEY, current.identity, draft.snapshot),
    history: published(historyKey(run), history.identity, draft.snapshot),
    coverage: published(coverageKey(run), coverage, draft.coverage),
    change: change && draft.change && published(changeKey(run), change, draft.change),
    step,
  };
};

const published = <C extends Content>(key: string, { versionId, etag, bytes }: ObjectIdentity, content: C) => ({
  key,
  version_id: versionId,
  etag,
  bytes,
  ...content,
});

/** Undefined: a newer run has taken their place. Null: they cannot be what the draft says, and the next run puts its own. */
const putSteps = async (
  ports: ApplyPorts,
  committed: CommittedRun,
): Promise<Manifest['objects']['step'] | undefined> => {
  const { step } = committed.draft;
  if (step === null) return null;
  const put = await putForward(ports, STEP_KEY, committed.current.run, () => stepsFile(ports, committed, step));
  if (put.answer === 'stored') return published(STEP_KEY, put.identity, step);
  return put.answer === 'replaced' ? undefined : null;
};

/** Copies a staged object to its place, where it stays as the first to arrive put it. */
const putStaged = async (ports: ApplyPorts, from: string, to: string): Promise<Stored> => {
  const path = join(ports.scratchFolder, 'staged');
  if (await download(ports.lake, from, path)) {
    const stored = await putFile(ports, to, path, 'if_none_match');
    if (stored !== undefined) return stored;
  }
  const there = await ports.lake.peek(to);
  return there.answer === 'object' ? there : undefined;
};
