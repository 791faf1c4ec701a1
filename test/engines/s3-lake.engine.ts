import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createS3Client } from '../../lambda/lake/s3/client';
import { createS3Lake } from '../../lambda/lake/s3/s3-lake';
import { useS3Environment } from '../fakes/s3/environment';
import { describeLake } from '../lake/lake-contract';
import { type MiniStack, startMiniStack } from './install/ministack';
import { makeBucket } from './lake-bucket';

let ministack: MiniStack;
let restore: () => void;
let client: S3Client;

beforeAll(async () => {
  ministack = await startMiniStack();
  restore = useS3Environment(ministack.endpoint);
  client = createS3Client();
});

afterAll(async () => {
  client?.destroy();
  restore();
  await ministack?.stop();
});

describeLake('An S3 bucket of MiniStack', async () => ({
  lake: createS3Lake({ bucket: await makeBucket(client), client }),
  dispose: async () => undefined,
}));

it('keeps each version of an object, and tells one that was deleted from one that never was', async () => {
  const Bucket = await makeBucket(client);
  const lake = createS3Lake({ bucket: Bucket, client });
  const first = await lake.put('key', Buffer.from('first'), 'if_none_match');
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'key' }));

  expect(await lake.peek('key')).toEqual({ answer: 'missing', deleted: true });
  expect(await lake.peek('other')).toEqual({ answer: 'missing', deleted: false });
  if (first.answer !== 'stored' || first.versionId === null) throw new Error('a version without a name');
  const kept = await client.send(new GetObjectCommand({ Bucket, Key: 'key', VersionId: first.versionId }));
  expect(await kept.Body?.transformToString()).toBe('first');
});

it('refuses an upload whose content is not what its checksum says, so that nothing broken is ever stored', async () => {
  const Bucket = await makeBucket(client);
  const put = new PutObjectCommand({ Bucket, Key: 'key', Body: 'content', ChecksumCRC32: 'AAAAAA==' });

  await expect(client.send(put)).rejects.toMatchObject({ name: 'BadDigest' });
  expect(await createS3Lake({ bucket: Bucket, client }).peek('key')).toEqual({ answer: 'missing', deleted: false });
});
