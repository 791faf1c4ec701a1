import type { Clock } from '../clock';
import { SNAPSHOT_KEY, stagingKeys } from '../contract/layout';
import { fileBody, type Lake } from '../lake/lake';
import { putSettled } from '../lake/put-settled';
import { checkClock } from '../reading/plan';
import type { Attempt } from './attempt';
import type { Current } from './current';

interface CommitPorts {
  readonly lake: Lake;
  readonly clock: Clock;
}

/** Lays out what will be published, where no table looks. Equal attempts write equal bytes to the same keys. */
export const stage = async (ports: CommitPorts, { run, id, files, draft }: Attempt): Promise<void> => {
  const keys = stagingKeys(run, id);
  await putSettled(ports, keys.coverage, fileBody(files.coverage), 'if_none_match');
  if (files.change !== undefined) await putSettled(ports, keys.change, fileBody(files.change), 'if_none_match');
  await putSettled(ports, keys.manifest, draft, 'if_none_match');
};

/**
 * Replaces the newest snapshot, if it is still the one that the attempt was built on. Throws a ClockError where this
 * machine's clock has turned out to be wrong.
 *
 * @param onFailure is told why no answer came
 * @returns the new snapshot, or undefined where it is not known to be ours: another run's, or no answer came
 */
export const commit = async (
  ports: CommitPorts,
  { run, id, files }: Attempt,
  base: Current | undefined,
  onFailure: (error: unknown) => undefined,
): Promise<Current | undefined> => {
  checkClock(ports.lake.clockDifference?.());
  const body = fileBody(files.snapshot);
  const condition = base === undefined ? 'if_none_match' : { ifMatch: base.identity.etag };
  // Whether a put that threw took place is found out by reading, never guessed.
  const answer = await putSettled(ports, SNAPSHOT_KEY, body, condition).catch(onFailure);
  if (answer?.answer !== 'stored') return undefined;
  return { run, id, identity: { etag: answer.etag, versionId: answer.versionId, bytes: body.bytes } };
};
