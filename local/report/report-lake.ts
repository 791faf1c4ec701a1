import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCompact, type ScheduledTime } from '../../lambda/contract/scheduled-time';
import { changeTable } from '../../lambda/contract/tables';
import type { LakeReader } from '../../lambda/lake/lake';
import { createS3Client } from '../../lambda/lake/s3/client';
import { createS3Lake } from '../../lambda/lake/s3/s3-lake';
import type { Access } from '../../lambda/sdk/access';
import { codeOf } from '../../lambda/system-error';
import { openDirectoryLakeToRead } from '../lake/directory-lake';
import { listTable } from '../lake/lake-copy';
import { bucketOf } from '../lake/lake-location';

/** A lake, so far as a report reads it. */
export interface ReportLake {
  readonly reader: LakeReader;
  /** The runs that changed anything, newest first. */
  readonly listRunsWithChanges: () => Promise<readonly ScheduledTime[]>;
}

/** The lake that `--lake` names. Nothing is written to it. Throws a LakeError where a folder is no lake. */
export const openReportLake = async (lake: string, openNetwork: () => Promise<Access>): Promise<ReportLake> => {
  const bucket = bucketOf(lake);
  if (bucket === undefined)
    return { reader: await openDirectoryLakeToRead(lake), listRunsWithChanges: () => runsInFolder(lake) };
  const client = createS3Client({ access: await openNetwork() });
  return {
    reader: createS3Lake({ bucket, client, encryption: undefined }),
    listRunsWithChanges: async () => runsOf((await listTable({ bucket, client }, changeTable)).map(({ key }) => key)),
  };
};

const runsInFolder = async (folder: string): Promise<readonly ScheduledTime[]> => {
  const names = await readdir(join(folder, changeTable.name), { recursive: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return runsOf(names);
};

const ENDING = '.ndjson.gz';

/** The runs that objects are named after. What is named otherwise is none of ours. */
const runsOf = (keys: readonly string[]): readonly ScheduledTime[] =>
  keys
    .flatMap((key) => {
      const name = key.slice(Math.max(key.lastIndexOf('/'), key.lastIndexOf('\\')) + 1);
      const run = name.endsWith(ENDING) ? parseCompact(name.slice(0, -ENDING.length)) : undefined;
      return run ?? [];
    })
    .sort()
    .reverse();
