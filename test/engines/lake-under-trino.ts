import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import type { Manifest } from '../../lambda/contract/manifest';
import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import { openDirectoryLake } from '../../local/directory-lake';
import { sampleAccount } from '../../local/sample-account/sample-account';
import { type CollectedLake, makeCollectedLake } from './collected-lake';
import { defineTables } from './deployed-definitions';
import type { MiniStack } from './ministack';

type Account = ReturnType<typeof sampleAccount>;

/** What happens to the account, and when it is collected. */
export type Story = (account: Account, collect: (time: ScheduledTime) => Promise<void>) => Promise<void>;

export interface LakeOnBothSides {
  /** The same lake in a directory, for DuckDB. */
  readonly folder: string;
  readonly manifests: readonly Manifest[];
  readonly inS3: CollectedLake;
  remove(): Promise<void>;
}

/** The sample account with a story of its own, collected into a bucket under a template's tables, and into a directory. */
export const makeLakeOnBothSides = async (
  ministack: MiniStack,
  template: Template,
  bucket: string,
  story: Story,
): Promise<LakeOnBothSides> => {
  const account = sampleAccount();
  const folder = await mkdtemp(join(tmpdir(), 'lake-'));
  const [inS3, inDirectory] = [await makeCollectedLake(ministack, bucket, account), await openDirectoryLake(folder)];
  await defineTables(ministack, template, bucket);
  const manifests: Manifest[] = [];
  await story(account, async (time) => {
    manifests.push(await inS3.collect(time));
    await inS3.collect(time, inDirectory);
  });
  const remove = async (): Promise<void> => {
    await inS3.stop();
    await rm(folder, { recursive: true });
  };
  return { folder, manifests, inS3, remove };
};
