import type { Clock } from '../clock';
import { MANIFEST_PREFIX, PARTITION_COLUMN, SNAPSHOT_KEY } from '../contract/layout';
import { isFuture, type ScheduledTime } from '../contract/scheduled-time';
import { historyTable } from '../contract/tables';
import { FutureRunError, UnreadableLakeError } from '../errors';
import type { LakeReader, ObjectIdentity, PeekAnswer } from '../lake/lake';
import { checkClock } from '../reading/plan';
import { parseStamp, type Stamp } from '../snapshot/stamp';

/** The newest snapshot: whose it is, and which version of the object. */
export interface Current extends Stamp {
  readonly identity: ObjectIdentity;
}

/** The newest snapshot, or undefined before the first run. What cannot be read back is an error, never "empty". */
export const readCurrent = async (lake: LakeReader, clock: Clock): Promise<Current | undefined> => {
  const answer = await peekSnapshot(lake);
  if (answer === undefined) return undefined;
  const stamp = parseStamp(answer.start);
  if (stamp === undefined)
    throw unreadableSnapshot(lake, 'it is not gzip, or its header does not say which run wrote it');
  // The time when the answer is there: a run may be scheduled and committed while it is on its way.
  checkTime(lake, stamp.run, clock.now());
  const { etag, versionId, bytes } = answer;
  return { ...stamp, identity: { etag, versionId, bytes } };
};

/** Undefined before the first run: there is no snapshot, and no manifest says that there has ever been one. */
const peekSnapshot = async (lake: LakeReader): Promise<SnapshotPeek | undefined> => {
  const first = await lake.peek(SNAPSHOT_KEY);
  checkClock(lake.clockDifference?.());
  if (first.answer === 'object') return first;
  if (first.deleted) throw deletedSnapshot(lake);
  if (await lake.isEmpty(`${MANIFEST_PREFIX}/`)) return undefined;
  // The first run of all may have been published since: its snapshot comes before its manifest.
  const second = await lake.peek(SNAPSHOT_KEY);
  if (second.answer === 'object') return second;
  throw deletedSnapshot(lake);
};

type SnapshotPeek = Extract<PeekAnswer, { readonly answer: 'object' }>;

/** Its delete marker may be gone: lifecycle rules take it away in time, and a folder has none. */
const deletedSnapshot = (lake: LakeReader): UnreadableLakeError =>
  new UnreadableLakeError(
    lake.location,
    SNAPSHOT_KEY,
    'runs were published here, but the newest snapshot has been deleted',
    `Put it back: in a bucket by removing the delete marker, or else copy the last day's ${historyTable.name}/${PARTITION_COLUMN}=…/snapshot.ndjson.gz to its place. Or use another lake`,
  );

/** Nothing in the lake is changed: the history of the last days, or the bucket's versions, hold a whole snapshot. */
export const unreadableSnapshot = (lake: LakeReader, problem: string, cause?: unknown): UnreadableLakeError =>
  new UnreadableLakeError(
    lake.location,
    SNAPSHOT_KEY,
    problem,
    'The lake is left as it is: put the last good version of this object back, then run again',
    { cause },
  );

const checkTime = (lake: LakeReader, run: ScheduledTime, now: number): void => {
  if (isFuture(run, now))
    throw new FutureRunError(
      `${lake.location}/${SNAPSHOT_KEY}: the newest snapshot is of ${run}, which lies ahead of the clock (${new Date(now).toISOString()}). Set the clock right, or put an older version of this object back`,
    );
};
