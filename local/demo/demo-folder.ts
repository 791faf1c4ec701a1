import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { STAGING_PREFIX } from '../../lambda/contract/layout';
import { compactOf } from '../../lambda/contract/scheduled-time';
import { LakeError } from '../../lambda/errors';
import { LAKE_FOLDERS, openLakeFolder } from '../lake/lake-folder';
import { FIRST_RUN, SECOND_RUN } from './demo-runs';

/** Where the demo lays its lake, and where a question without `--lake` is asked. */
export const DEMO_LAKE = 'lake/demo';

const DEMO_STAGINGS = [FIRST_RUN, SECOND_RUN].map(compactOf);

/**
 * Removes the lake of an earlier demo. Throws a LakeError where the folder holds anything else, which is left alone: every
 * run leaves its staging, so a lake without one, or with that of another run, is not of the demo's making alone.
 */
export const removeEarlierDemo = async (folder: string): Promise<void> => {
  const { path } = await openLakeFolder(folder);
  const entries = (await readdir(path)).filter((name) => LAKE_FOLDERS.includes(name));
  if (entries.length === 0) return;
  const stagings = entries.includes(STAGING_PREFIX) ? await readdir(join(path, STAGING_PREFIX)) : [];
  if (stagings.length === 0 || !stagings.every((name) => DEMO_STAGINGS.includes(name)))
    throw new LakeError(`${folder} holds runs that are not the demo's. Move it elsewhere, or delete it.`);
  await rm(path, { recursive: true });
};
