import type { Lake } from '../../lambda/lake/lake';
import { createS3Client } from '../../lambda/lake/s3/client';
import { createS3Lake } from '../../lambda/lake/s3/s3-lake';
import type { Access } from '../../lambda/sdk/access';
import { openDirectoryLake } from './directory-lake';
import { bucketOf } from './lake-location';

/**
 * The lake that `--lake` names: a folder, which is made if there is none, or s3://bucket, which has to be there. Throws a
 * LakeError where the folder cannot be a lake. A bucket is not asked for before it is read.
 */
export const openLake = async (location: string, access: Access): Promise<Lake> => {
  const bucket = bucketOf(location);
  return bucket === undefined
    ? openDirectoryLake(location)
    : createS3Lake({ bucket, client: createS3Client({ access }) });
};
