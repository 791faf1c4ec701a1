import { compactOf, dayOf, type ScheduledTime } from './scheduled-time';
import { changeTable, coverageTable, historyTable, stepTable, workflowTable } from './tables';

/** The Hive partition column: the UTC day of the scheduled time. */
export const PARTITION_COLUMN = 'dt';

/** The newest snapshot: the commit point of every run. */
export const SNAPSHOT_KEY = `${workflowTable.name}/snapshot.ndjson.gz`;

/** The steps of the newest snapshot, which is replaced before them. */
export const STEP_KEY = `${stepTable.name}/snapshot.ndjson.gz`;

/** Every top-level folder of a lake; anything else there is not ours. */
export const MANIFEST_PREFIX = 'manifest';
export const STAGING_PREFIX = 'run';

const partition = (time: ScheduledTime): string => `${PARTITION_COLUMN}=${dayOf(time)}`;

export const historyKey = (time: ScheduledTime): string => `${historyTable.name}/${partition(time)}/snapshot.ndjson.gz`;

export const changeKey = (time: ScheduledTime): string =>
  `${changeTable.name}/${partition(time)}/${compactOf(time)}.ndjson.gz`;

export const coverageKey = (time: ScheduledTime): string =>
  `${coverageTable.name}/${partition(time)}/${compactOf(time)}.ndjson.gz`;

export const manifestKey = (time: ScheduledTime): string =>
  `${MANIFEST_PREFIX}/${partition(time)}/${compactOf(time)}.json`;

interface StagingKeys {
  readonly coverage: string;
  readonly change: string;
  readonly manifest: string;
}

/** Where an attempt of a run lays what it will publish; `id` is the hash of the draft manifest. */
export const stagingKeys = (time: ScheduledTime, id: string): StagingKeys => {
  const folder = `${STAGING_PREFIX}/${compactOf(time)}/${id}`;
  return {
    coverage: `${folder}/coverage.ndjson.gz`,
    change: `${folder}/change.ndjson.gz`,
    manifest: `${folder}/manifest.json`,
  };
};
