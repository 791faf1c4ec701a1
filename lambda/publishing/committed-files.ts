import { join } from 'node:path';
import { SNAPSHOT_KEY } from '../contract/layout';
import type { DraftManifest, StepContent } from '../contract/manifest';
import { SCHEMA_VERSION } from '../contract/tables';
import { download } from '../lake/download';
import type { RunPorts } from '../run-ports';
import { gunzippedLines, problemOfLines } from '../snapshot/gunzipped-lines';
import { type GzippedLines, setGzipName } from '../snapshot/gzip-file';
import { formatStamp } from '../snapshot/stamp';
import { READING_VERSION } from '../steps/reading-version';
import { type Current, unreadableSnapshot } from './current';
import type { Source } from './put-forward';
import { writeAllSteps } from './step-file';

type FilePorts = Pick<RunPorts, 'lake' | 'scratchFolder'>;

/** What a run was committed from, where the committer still has it. */
export interface CommittedFiles {
  readonly snapshot: string;
  readonly steps: string;
}

export interface CommittedRun {
  readonly current: Current;
  readonly draft: DraftManifest;
  readonly files: CommittedFiles | undefined;
}

/** The committed snapshot. */
export const snapshotFile = async (ports: FilePorts, { current, files }: CommittedRun): Promise<Source> => {
  if (files !== undefined) return { answer: 'file', path: files.snapshot };
  const path = join(ports.scratchFolder, 'recovered.ndjson.gz');
  const isThere = await download(ports.lake, SNAPSHOT_KEY, path, current.identity.etag);
  return isThere ? { answer: 'file', path } : { answer: 'replaced' };
};

/** The steps are not staged: they follow from the snapshot, for every program that reads documents in the same way. */
export const stepsFile = async (ports: FilePorts, committed: CommittedRun, step: StepContent): Promise<Source> => {
  const { current, draft, files } = committed;
  if (files !== undefined) return { answer: 'file', path: files.steps };
  if (draft.schema_version !== SCHEMA_VERSION || step.reading_version !== READING_VERSION)
    return { answer: 'read_otherwise' };
  const snapshot = await snapshotFile(ports, committed);
  if (snapshot.answer !== 'file') return snapshot;
  const { path, content } = await recoverSteps(ports, snapshot.path);
  if (content.rows !== step.rows || content.sha256 !== step.sha256) return { answer: 'read_otherwise' };
  setGzipName(path, formatStamp(current));
  return { answer: 'file', path };
};

const recoverSteps = async ({ lake, scratchFolder }: FilePorts, snapshot: string): Promise<GzippedLines> => {
  try {
    return await writeAllSteps(scratchFolder, 'steps.ndjson.gz', gunzippedLines(snapshot));
  } catch (error) {
    const problem = problemOfLines(error);
    throw problem === undefined ? error : unreadableSnapshot(lake, problem, error);
  }
};
