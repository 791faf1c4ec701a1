import type { Clock } from '../clock';
import { SNAPSHOT_KEY } from '../contract/layout';
import { isFuture, type ScheduledTime } from '../contract/scheduled-time';
import { FutureRunError, UnreadableLakeError } from '../errors';
import type { Lake, ObjectIdentity } from '../lake/lake';
import { checkClock } from '../reading/plan';
import { parseStamp, type Stamp } from '../snapshot/stamp';

/** The newest snapshot: whose it is, and which version of the object. */
export interface Current extends Stamp {
  readonly identity: ObjectIdentity;
}

/** The newest snapshot, or undefined before the first run. What cannot be read back is an error, never "empty". */
export const readCurrent = async (lake: Lake, clock: Clock): Promise<Current | undefined> => {
  const answer = await lake.peek(SNAPSHOT_KEY);
  checkClock(lake.clockDifference?.());
  if (answer.answer === 'missing') {
    if (!answer.deleted) return undefined;
    throw new UnreadableLakeError(
      lake.location,
      SNAPSHOT_KEY,
      'the newest snapshot has been deleted',
      'Restore its last version by removing the delete marker, or use another lake',
    );
  }
  const stamp = parseStamp(answer.start);
  if (stamp === undefined)
    throw unreadableSnapshot(lake, 'it is not gzip, or its header does not say which run wrote it');
  // The time when the answer is there: a run may be scheduled and committed while it is on its way.
  checkTime(lake, stamp.run, clock.now());
  const { etag, versionId, bytes } = answer;
  return { ...stamp, identity: { etag, versionId, bytes } };
};

/** Nothing in the lake is changed: the history of the last days, or the bucket's versions, hold a whole snapshot. */
export const unreadableSnapshot = (lake: Lake, problem: string, cause?: unknown): UnreadableLakeError =>
  new UnreadableLakeError(
    lake.location,
    SNAPSHOT_KEY,
    problem,
    'The lake is left as it is: put the last good version of this object back, then run again',
    { cause },
  );

const checkTime = (lake: Lake, run: ScheduledTime, now: number): void => {
  if (isFuture(run, now))
    throw new FutureRunError(
      `${lake.location}/${SNAPSHOT_KEY}: the newest snapshot is of ${run}, which lies ahead of the clock (${new Date(now).toISOString()}). Set the clock right, or put an older version of this object back`,
    );
};
