import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../../lambda/contract/manifest';
import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { type SampleOrganization, sampleOrganization } from '../../../local/sample-account/sample-organization';
import type { MiniStack } from '../install/ministack';
import { LakeBucket, type Row } from '../lake-bucket';
import { openCollectedLake } from './collected-lake';

/** What happens to the accounts, and when they are collected. */
export type Story = (
  organization: SampleOrganization,
  collect: (time: ScheduledTime) => Promise<void>,
) => Promise<void>;

export interface LakeOnBothSides {
  /** The same lake in a directory, for DuckDB. */
  readonly folder: string;
  /** The rows that a run published, from the version of the object that its manifest names. */
  snapshotOf(run: ScheduledTime): Promise<readonly Row[]>;
  remove(): Promise<void>;
}

/** The sample organization with a story of its own, collected into a deployed bucket, and into a directory. */
export const makeLakeOnBothSides = async (
  ministack: MiniStack,
  bucket: string,
  story: Story,
): Promise<LakeOnBothSides> => {
  const organization = sampleOrganization();
  const folder = await mkdtemp(join(tmpdir(), 'lake-'));
  const [inS3, inDirectory] = [
    await openCollectedLake(ministack, organization, bucket),
    await openDirectoryLake(folder),
  ];
  const manifests: Manifest[] = [];
  await story(organization, async (time) => {
    manifests.push(await inS3.collect(time));
    await inS3.collect(time, inDirectory);
  });
  const remove = async (): Promise<void> => {
    await inS3.stop();
    await rm(folder, { recursive: true });
  };
  const snapshotOf = async (run: ScheduledTime) => {
    const { key = '', version_id } = manifests.find((manifest) => manifest.run === run)?.objects.snapshot ?? {};
    return new LakeBucket(inS3.client, inS3.bucket).rows(key, version_id ?? undefined);
  };
  return { folder, snapshotOf, remove };
};
