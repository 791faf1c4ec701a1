import { SNAPSHOT_KEY, stagingKeys } from '../contract/layout';
import { fileBody } from '../lake/lake';
import { putSettled } from '../lake/put-settled';
import { checkClock } from '../reading/plan';
import type { RunPorts } from '../run-ports';
import type { Attempt } from './attempt';
import type { Current } from './current';
import type { Newest } from './newest';

type CommitPorts = Pick<RunPorts, 'lake' | 'clock'>;

/** Lays out what will be published, where no table looks. Equal attempts write equal bytes to the same keys. */
export const stage = async (ports: CommitPorts, { run, id, files, draft }: Attempt): Promise<void> => {
  const keys = stagingKeys(run, id);
  await putSettled(ports, keys.coverage, fileBody(files.coverage), 'if_none_match');
  if (files.change !== undefined) await putSettled(ports, keys.change, fileBody(files.change), 'if_none_match');
  await putSettled(ports, keys.manifest, draft, 'if_none_match');
};

export type Committed =
  | { readonly answer: 'committed'; readonly current: Current }
  /** Another snapshot is there: that of another run, or this one, where the lake sent the put twice. */
  | { readonly answer: 'precondition_failed' }
  /** Nobody knows whether it took place. */
  | { readonly answer: 'unanswered'; readonly cause: unknown };

/**
 * Replaces the newest snapshot, if it is still the one that the attempt was built on. Throws a ClockError where this
 * machine's clock has turned out to be wrong.
 */
export const commit = async (ports: CommitPorts, { run, id, files }: Attempt, replaces: Newest): Promise<Committed> => {
  checkClock(ports.lake.clockDifference?.());
  const body = fileBody(files.snapshot);
  const condition = replaces.answer === 'none' ? 'if_none_match' : { ifMatch: replaces.current.identity.etag };
  // Whether a put that threw took place is found out by reading, never guessed.
  const answer = await putSettled(ports, SNAPSHOT_KEY, body, condition).catch(unanswered);
  if (answer.answer !== 'stored') return answer;
  const identity = { etag: answer.etag, versionId: answer.versionId, bytes: body.bytes };
  return { answer: 'committed', current: { run, id, identity } };
};

const unanswered = (cause: unknown) => ({ answer: 'unanswered', cause }) as const;
