import { SNAPSHOT_KEY } from '../contract/layout';
import type { ScheduledTime } from '../contract/scheduled-time';
import { LakeError, UnreadableLakeError } from '../errors';
import { type Condition, fileBody, type Lake, type ObjectIdentity } from '../lake/lake';
import { putSettled } from '../lake/put-settled';
import type { RunPorts } from '../run-ports';
import { parseStamp } from '../snapshot/stamp';

type PutPorts = Pick<RunPorts, 'lake' | 'clock'>;

/** Where the content of an object comes from that moves forward. */
export type Source =
  | { readonly answer: 'file'; readonly path: string }
  /** A newer run has replaced the snapshot, and so has published this one. */
  | { readonly answer: 'replaced' }
  /** Whoever committed the run reads documents in another way than this program. */
  | { readonly answer: 'read_otherwise' };

type PutForward =
  | { readonly answer: 'stored'; readonly identity: ObjectIdentity }
  | Exclude<Source, { readonly answer: 'file' }>;

/** Runs may be published side by side; so many never are. */
const MOST_PUTS = 10;

/** Moves an object that each run replaces forward to this run, never back. */
export const putForward = async (
  ports: PutPorts,
  key: string,
  run: ScheduledTime,
  makeSource: () => Promise<Source>,
): Promise<PutForward> => {
  for (let tries = 0; tries < MOST_PUTS; tries++) {
    const there = await ports.lake.peek(key);
    const runThere = there.answer === 'object' ? runOf(ports.lake, key, there.start) : undefined;
    if (runThere !== undefined && runThere > run) {
      await checkNewest(ports.lake, { key, run, runThere });
      return { answer: 'replaced' };
    }
    if (there.answer === 'object' && runThere === run) return { answer: 'stored', identity: there };
    const source = await makeSource();
    if (source.answer !== 'file') return source;
    const condition: Condition = there.answer === 'object' ? { ifMatch: there.etag } : 'if_none_match';
    const identity = await putFile(ports, key, source.path, condition);
    if (identity !== undefined) return { answer: 'stored', identity };
  }
  throw new LakeError(`${ports.lake.location}/${key}: other runs were in the way of ${MOST_PUTS} tries to put it`);
};

interface LaterObject {
  readonly key: string;
  readonly run: ScheduledTime;
  readonly runThere: ScheduledTime;
}

/**
 * Whoever put a later object committed before, so that the newest snapshot is no longer of this run. Throws where it is:
 * somebody put an older snapshot back, and the run would never be announced.
 */
const checkNewest = async (lake: Lake, { key, run, runThere }: LaterObject): Promise<void> => {
  const newest = await lake.peek(SNAPSHOT_KEY);
  if (newest.answer !== 'object' || parseStamp(newest.start)?.run !== run) return;
  const problem = `it is of ${runThere}, a later run than the newest snapshot, which is of ${run}`;
  throw new UnreadableLakeError(lake.location, key, problem, 'Move it away, then run again');
};

const runOf = (lake: Lake, key: string, start: Uint8Array) => {
  const stamp = parseStamp(start);
  if (stamp !== undefined) return stamp.run;
  const problem = 'it is not gzip, or its header does not say which run wrote it';
  throw new UnreadableLakeError(lake.location, key, problem, 'Move it away, then run again');
};

/** Puts a file: the object as it then stands, or undefined where the condition did not hold. */
export const putFile = async (
  ports: PutPorts,
  key: string,
  path: string,
  condition: Condition,
): Promise<ObjectIdentity | undefined> => {
  const body = fileBody(path);
  const answer = await putSettled(ports, key, body, condition);
  if (answer.answer !== 'stored') return undefined;
  return { etag: answer.etag, versionId: answer.versionId, bytes: body.bytes };
};
