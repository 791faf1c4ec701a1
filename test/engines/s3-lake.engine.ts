import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from '@jest/globals';
import { createS3Client } from '../../lambda/s3-client';
import { createS3Lake } from '../../lambda/s3-lake';
import { describeLake } from '../lake-contract';
import { useS3Environment } from '../s3-environment';
import { makeBucket } from './made-bucket';
import { type MiniStack, startMiniStack } from './ministack';

let ministack: MiniStack;
let restore: () => void;
let client: S3Client;

beforeAll(async () => {
  ministack = await startMiniStack();
  restore = useS3Environment(ministack.endpoint);
  client = createS3Client();
});

afterAll(async () => {
  client.destroy();
  restore();
  await ministack.stop();
});

describeLake('An S3 bucket of MiniStack', async () => ({
  lake: createS3Lake({ bucket: await makeBucket(client), client }),
  dispose: async () => undefined,
}));
