import type { S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '../../../lambda/clock';
import type { Manifest } from '../../../lambda/contract/manifest';
import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import type { Lake } from '../../../lambda/lake/lake';
import { createS3Client } from '../../../lambda/lake/s3/client';
import { createS3Lake } from '../../../lambda/lake/s3/s3-lake';
import { run } from '../../../lambda/run';
import { membersOf } from '../../../lambda/source/aws/member-accounts';
import { createAwsSource } from '../../../lambda/source/aws/source';
import { makeScratch } from '../../../local/command-line/scratch';
import { replaceAwsEnvironment } from '../../../local/demo/aws-environment';
import { startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { SAMPLE_ACCOUNTS, type SampleOrganization } from '../../../local/sample-account/sample-organization';
import type { MiniStack } from '../install/ministack';

interface CollectedLake {
  readonly bucket: string;
  readonly client: S3Client;
  /** Publishes a run, into the bucket or another lake: the accounts as they are at that moment. */
  collect(scheduledTime: ScheduledTime, into?: Lake): Promise<Manifest>;
  stop(): Promise<void>;
}

/**
 * A lake in a deployed bucket, which the core fills from fake accounts over HTTP. Changes what the SDK knows in this
 * process.
 */
export const openCollectedLake = async (
  ministack: MiniStack,
  { account, members }: SampleOrganization,
  bucket: string,
): Promise<CollectedLake> => {
  const { accountId } = account;
  const fake = await startFakeImageBuilder(account, members);
  useEndpoints(ministack, fake.url);
  const client = createS3Client();
  const lake = createS3Lake({ bucket, client });
  return {
    bucket,
    client,
    collect: async (scheduledTime, into = lake) => {
      const scratch = await makeScratch();
      const source = createAwsSource({ members: membersOf({ ...SAMPLE_ACCOUNTS, accountId, scheduledTime }) });
      try {
        const { manifest } = await run(
          { ...SAMPLE_ACCOUNTS, scheduledTime, accountId, regions: 'enabled', excludedRegions: [], dropScope: 'none' },
          { lake: into, source, clock: systemClock, scratchFolder: scratch.folder, report: () => undefined },
        );
        if (manifest === undefined) throw new Error(`${scheduledTime} was overtaken`);
        return manifest;
      } finally {
        source.close();
        await scratch.remove();
      }
    },
    stop: async () => {
      client.destroy();
      await fake.close();
    },
  };
};

const useEndpoints = (ministack: MiniStack, imageBuilder: string): void => {
  replaceAwsEnvironment(process.env, imageBuilder);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: ministack.endpoint,
    AWS_REGION: ministack.region,
    AWS_ACCESS_KEY_ID: ministack.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ministack.credentials.secretAccessKey,
  });
};
