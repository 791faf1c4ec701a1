import { SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import type { FakeLake } from '../lake/fake-lake';
import { promise } from '../violation';
import type { Commit } from './commit';
import { isSorted, text } from './decoded';
import type { RunHistory } from './run-history';

const oneObject = promise('one run, one object: the snapshot is whole and sorted');
const newer = promise('an older run never replaces a newer one');
const atMostOne = promise('at most one run is ever unpublished');

/** Checks a snapshot that has just become the current one, against the one before it. */
export const checkSnapshot = (commit: Commit, runHistory: RunHistory, lake: FakeLake): void => {
  const keys = commit.snapshot.rows.map((row) => text(row, '_key'));
  oneObject(isSorted(keys), () => 'its rows are out of order');
  oneObject(
    commit.snapshot.rows.every((row) => row['_key'] === row['arn']),
    () => 'a key is no ARN',
  );
  const before = runHistory.commits.at(-2);
  newer(before === undefined || before.run < commit.run, () => `${commit.run} replaced ${before?.run}`);
  atMostOne(
    before === undefined || runHistory.isPublished(before.run) || runHistory.lost.has(before.run),
    () => `${commit.run} was committed, and ${before?.run} has no manifest`,
  );
  const etags = lake.versions(SNAPSHOT_KEY).map(({ etag }) => etag);
  oneObject(new Set(etags).size === etags.length, () => 'two runs share an ETag');
};
