import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LakeError } from '../../../lambda/errors';
import { readBytes } from '../../../lambda/lake/download';
import type { Lake } from '../../../lambda/lake/lake';
import { putSettled } from '../../../lambda/lake/put-settled';
import { createS3Client } from '../../../lambda/lake/s3/client';
import { createS3Lake } from '../../../lambda/lake/s3/s3-lake';
import { LARGEST_PUT } from '../../../lambda/lake/s3/upload';
import { HastyClock } from '../../fakes/hasty-clock';
import { useS3Environment } from '../../fakes/s3/environment';
import {
  busy,
  cutShort,
  lostAnswer,
  lostRequest,
  page,
  refused,
  silence,
  silentSuccess,
  standstill,
  withHeaders,
  wrongByte,
} from '../../fakes/s3/fates';
import { type Fate, S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { describeLake } from '../lake-contract';

/** Milliseconds in which nothing moves, in real time: the SDK's own clock cannot be replaced. */
const STANDSTILL = 500;

const KEY = 'run/20261122T060000Z/0/object';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
/** More than what the SDK sends without asking first (Expect: 100-continue). */
const CONTENT = Buffer.from('all work and no play '.repeat(120_000));

let server: S3Server;
let restore: () => void;
let client: S3Client;
let clock: HastyClock;
let lake: Lake;

beforeEach(async () => {
  server = await S3Server.start();
  restore = useS3Environment(server.url);
  client = createS3Client();
  clock = new HastyClock();
  lake = createS3Lake({ bucket: BUCKET, client, clock, random: () => 1 });
});

afterEach(async () => {
  client.destroy();
  restore();
  await server.stop();
});

/** From here on, the lake does not wait for S3 as long as it otherwise would. */
const hurry = (): void => {
  client.destroy();
  client = createS3Client({ timeouts: { request: STANDSTILL } });
  lake = createS3Lake({ bucket: BUCKET, client, clock, random: () => 1 });
};

describeLake('An S3 bucket', async () => ({ lake, dispose: async () => undefined }));

const store = (content: Buffer = CONTENT): void => void server.bucket.put(KEY, content);

/** Stored by a client, so that S3 holds a checksum of it. */
const storeWithChecksum = (): Promise<unknown> => lake.put(KEY, CONTENT, 'if_none_match');

const requests = (method: string): number => server.requests.filter((request) => request.method === method).length;

const consume = async (): Promise<Buffer> => {
  const answer = await lake.read(KEY);
  if (answer.answer !== 'object') throw new Error(answer.answer);
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('A read from S3', () => {
  it('tells an object that was deleted from one that never was', async () => {
    store();
    server.bucket.delete(KEY);

    expect(await lake.peek(KEY)).toEqual({ answer: 'missing', deleted: true });
    expect(await lake.read(KEY)).toEqual({ answer: 'missing', deleted: true });
    expect(await lake.peek(`${KEY}2`)).toEqual({ answer: 'missing', deleted: false });
  });

  it('names the version, where the bucket keeps versions', async () => {
    store();
    const version = server.bucket.newest(KEY)?.versionId;

    expect(await lake.peek(KEY)).toMatchObject({ versionId: version });
    expect(await lake.read(KEY)).toMatchObject({ versionId: version });
    server.service.isVersioned = false;
    expect(await lake.peek(KEY)).toMatchObject({ versionId: null });
    server.next(withHeaders({ 'x-amz-version-id': 'null' }));
    expect(await lake.peek(KEY)).toMatchObject({ versionId: null });
  });

  it('looks at an object that was empty a moment ago', async () => {
    store();
    server.next(refused(416, 'InvalidRange'));

    expect(await lake.peek(KEY)).toMatchObject({ bytes: CONTENT.length, start: CONTENT.subarray(0, 1024) });
  });

  it.each<[string, Fate]>([
    ['refuses, as it does for a missing key without s3:ListBucket', refused(403, 'AccessDenied')],
    ['knows no such bucket', refused(404, 'NoSuchBucket')],
    ['answers 404 without saying of what', page(404, 'Not Found')],
    ['answers with something else', page(200, '<html></html>')],
  ])('never takes a key for missing where S3 %s', async (_, fate) => {
    server.next(fate, fate);

    await expect(lake.peek(KEY)).rejects.toThrow(LakeError);
    await expect(lake.read(KEY)).rejects.toThrow(LakeError);
    expect(server.requests).toHaveLength(2);
  });

  it.each<[string, Fate]>([
    ['is busy', refused(503, 'SlowDown')],
    ['fails', refused(500, 'InternalError')],
    ['loses the connection', lostRequest],
    ['is hidden by a proxy that fails', page(502, 'Bad Gateway')],
  ])('is repeated where S3 %s', async (_, fate) => {
    store();
    server.next(fate, fate);
    expect(await lake.peek(KEY)).toMatchObject({ answer: 'object' });
    server.next(fate, fate);
    expect((await consume()).equals(CONTENT)).toBe(true);
  });

  it('is repeated where S3 says nothing', async () => {
    store();
    hurry();
    server.next(silence, silence);
    expect(await lake.peek(KEY)).toMatchObject({ answer: 'object' });
    server.next(silence, silence);
    expect((await consume()).equals(CONTENT)).toBe(true);
  });

  it('peeks again where the first bytes did not all arrive', async () => {
    store();
    hurry();
    server.next(cutShort(10), standstill(10));

    expect(await lake.peek(KEY)).toMatchObject({ start: CONTENT.subarray(0, 1024) });
  });

  it.each<[string, Fate, RegExp]>([
    ['breaks off', cutShort(100_000), /the answer failed after \d+ of 2520000 bytes: ECONNRESET\. Run it again/],
    [
      'is a part of the object',
      withHeaders({ 'content-range': 'bytes 0-2519999/9999999' }),
      /after 2520000 of 9999999 bytes: it ended/,
    ],
    ['holds a wrong byte', wrongByte, /after \d+ of 2520000 bytes: Checksum mismatch/],
  ])('throws while a body is consumed that %s, and brings it whole the next time', async (_, fate, message) => {
    await storeWithChecksum();
    server.next(fate, fate);

    await expect(consume()).rejects.toThrow(message);
    expect((await readBytes(lake, KEY, CONTENT.length))?.equals(CONTENT)).toBe(true);
  });

  it('throws while a body is consumed that stands still, and brings it whole the next time', async () => {
    await storeWithChecksum();
    hurry();
    server.next(standstill(100_000), standstill(100_000));

    await expect(consume()).rejects.toThrow(/after \d+ of 2520000 bytes: TimeoutError/);
    expect((await readBytes(lake, KEY, CONTENT.length))?.equals(CONTENT)).toBe(true);
  });

  it('is repeated for half a minute, and no longer, where an object is read whole', async () => {
    server.next(...Array.from({ length: 100 }, () => refused(503, 'SlowDown')));

    await expect(readBytes(lake, KEY, CONTENT.length)).rejects.toThrow('SlowDown');
    expect(clock.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(26_200);
  });

  it('is sent once where it is refused for good', async () => {
    server.next(...Array.from({ length: 100 }, () => refused(403, 'AccessDenied')));

    await expect(readBytes(lake, KEY, CONTENT.length)).rejects.toThrow('AccessDenied');
    expect(server.requests).toHaveLength(1);
  });

  it('checks an object of which S3 holds a checksum, and takes one without', async () => {
    await storeWithChecksum();
    await consume();
    expect(server.requests.at(-1)?.headers['x-amz-checksum-mode']).toBe('ENABLED');
    server.bucket.put(KEY, Buffer.from('by hand'));
    expect((await consume()).toString()).toBe('by hand');
  });
});

describe('An answer that makes no sense for its call', () => {
  const put = () => lake.put(KEY, CONTENT, 'if_none_match');

  it.each<[string, number, string, () => Promise<unknown>, string]>([
    ['a missing object where none is replaced', 404, 'NoSuchKey', put, 'missing'],
    ['a range where a whole object is put', 416, 'InvalidRange', put, 'no_such_range'],
    ['a condition where there was none', 412, 'PreconditionFailed', () => lake.peek(KEY), 'precondition_failed'],
    ['a conflict where nothing is written', 409, 'OperationAborted', () => lake.read(KEY), 'conflict'],
    ['a range where all was asked for', 416, 'InvalidRange', () => lake.read(KEY), 'no_such_range'],
  ])('is an error: %s', async (_, status, name, call, answer) => {
    server.next(refused(status, name));
    await expect(call()).rejects.toThrow(
      new LakeError(`s3://${BUCKET}/${KEY}: S3 answered with ${answer}, which makes no sense for this call`),
    );
  });

  it('is none where what is to be replaced has gone: it is another one now', async () => {
    server.next(refused(404, 'NoSuchKey'));
    expect(await lake.put(KEY, CONTENT, { ifMatch: '"e"' })).toEqual({ answer: 'precondition_failed' });
  });
});

describe('A bucket', () => {
  it('is addressed by path where an endpoint is configured, which need not know its name', async () => {
    process.env['AWS_ENDPOINT_URL'] = server.url.replace('127.0.0.1', 'localhost');
    store();
    const there = createS3Lake({ bucket: BUCKET, client: createS3Client(), clock, patience: 0 });
    expect(await there.peek(KEY)).toMatchObject({ bytes: CONTENT.length });
    expect(server.requests.map(({ headers }) => headers.host)).toEqual([
      new URL(server.url.replace('127.0.0.1', 'localhost')).host,
    ]);
  });

  it.each(['us-west-2', 'x'.repeat(40)])('may say in which Region it is: %s', async (region) => {
    server.next(refused(301, 'PermanentRedirect', { 'x-amz-bucket-region': region }));
    await expect(lake.peek(KEY)).rejects.toThrow(`(the bucket is in ${region})`);
  });

  it.each(['us-west-2 <b>', '<b> us-west-2', 'x'.repeat(41), ''])('is not said to be in %j', async (region) => {
    server.next(refused(301, 'PermanentRedirect', { 'x-amz-bucket-region': region }));
    await expect(lake.peek(KEY)).rejects.toThrow(/^(?!.*the bucket is in).*Set AWS_REGION/);
  });
});

describe('A put to S3', () => {
  it.each([
    [undefined, [undefined, undefined]],
    ['AES256', ['AES256', undefined]],
    [{ kmsKeyArn: KEY_ARN }, ['aws:kms', KEY_ARN]],
  ] as const)('says how the object is encrypted, or leaves it to the bucket: %j', async (encryption, headers) => {
    const saying = createS3Lake({ bucket: BUCKET, client, clock, encryption });

    await saying.put(KEY, CONTENT, 'if_none_match');

    const [sent] = server.requests.filter(({ method }) => method === 'PUT');
    expect(
      ['x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id'].map(
        (name) => sent?.headers[name],
      ),
    ).toEqual(headers);
  });

  let folder: string;
  let path: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 's3-lake-'));
    path = join(folder, 'spool');
    writeFileSync(path, CONTENT);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const putFile = () => lake.put(KEY, { path, bytes: CONTENT.length }, 'if_none_match');

  it('names the version and the ETag that it got itself', async () => {
    const answer = await putFile();
    const { etag, versionId } = server.bucket.newest(KEY) ?? {};

    expect(answer).toEqual({ answer: 'stored', etag, versionId });
    server.service.isVersioned = false;
    expect(await lake.put(`${KEY}2`, CONTENT, 'if_none_match')).toMatchObject({ versionId: null });
  });

  it.each<[string, Fate]>([
    ['is busy', refused(503, 'SlowDown')],
    ['fails', refused(500, 'InternalError')],
    ['received other bytes', refused(400, 'BadDigest')],
    ['waited too long for them', refused(400, 'RequestTimeout')],
    ['loses the connection', lostRequest],
  ])('sends the file anew, whole, where S3 %s', async (_, fate) => {
    server.next(fate, fate);

    expect(await putFile()).toMatchObject({ answer: 'stored' });
    expect(server.requests.map(({ body }) => body.equals(CONTENT))).toEqual([true, true, true]);
    expect(server.bucket.content(KEY)?.equals(CONTENT)).toBe(true);
  });

  it('sends the file anew, whole, where S3 says nothing', async () => {
    hurry();
    server.next(silence, silence);

    expect(await putFile()).toMatchObject({ answer: 'stored' });
    expect(server.requests.map(({ body }) => body.equals(CONTENT))).toEqual([true, true, true]);
  });

  it.each<[string, Fate]>([
    ['was lost', lostAnswer],
    ['never came', silentSuccess],
  ])('does not know that it took place, where the answer %s', async (_, fate) => {
    hurry();
    server.next(fate);

    expect(await putFile()).toEqual({ answer: 'precondition_failed' });
    expect(server.bucket.content(KEY)?.equals(CONTENT)).toBe(true);
  });

  it('may take long, as long as something moves', async () => {
    hurry();
    server.next(busy(3 * STANDSTILL));

    expect(await putFile()).toMatchObject({ answer: 'stored' });
    expect(server.requests).toHaveLength(1);
  });

  it('says that another write is under way, and leaves it to the caller to send it again', async () => {
    server.next(refused(409, 'ConditionalRequestConflict'));
    expect(await putFile()).toEqual({ answer: 'conflict' });
    expect(requests('PUT')).toBe(1);
  });

  it('is sent ten times in all by a caller who waits for conflicts that never end', async () => {
    server.next(...Array.from({ length: 100 }, () => refused(409, 'ConditionalRequestConflict')));
    await expect(putSettled({ lake, clock }, KEY, CONTENT, 'if_none_match')).rejects.toThrow('in the way of 10 tries');
    expect(requests('PUT')).toBe(10);
  });

  it('gives up after half a minute, in which it asked ever more rarely', async () => {
    server.next(...Array.from({ length: 100 }, () => refused(503, 'SlowDown')));

    await expect(putFile()).rejects.toThrow('SlowDown: what S3 said. It was tried again for as long as is allowed');
    expect(clock.pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000]);
  });

  it('waits for as long as S3 asks for', async () => {
    server.next(refused(503, 'SlowDown', { 'retry-after': '7' }));
    await putFile();

    expect(clock.pauses).toEqual([7000]);
  });

  it('is not sent where the file is not what it was said to be', async () => {
    await expect(lake.put(KEY, { path, bytes: 1 }, 'if_none_match')).rejects.toThrow(
      `s3://${BUCKET}/${KEY}: a file of 1 bytes had ${CONTENT.length} when it was put`,
    );
    const gone = { path: join(folder, 'gone'), bytes: 1 };
    await expect(lake.put(KEY, gone, 'if_none_match')).rejects.toThrow(/object: ENOENT: no such file or directory/);
    expect(server.requests).toEqual([]);
  });

  it('is not begun with more bytes than S3 takes at once', async () => {
    const bytes = LARGEST_PUT + 1;

    await expect(lake.put(KEY, { path, bytes }, 'if_none_match')).rejects.toThrow(
      `an object of ${bytes} bytes cannot be put: S3 takes ${LARGEST_PUT} at once`,
    );
  });
});

describe('An S3 lake says what to do', () => {
  const kms = 'not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:eu-west-1:111122223333:key/0';

  it.each<[string, Fate, string]>([
    [
      'when it may not read',
      refused(403, 'AccessDenied'),
      "AccessDenied: what S3 said. Allow s3:GetObject on the bucket's objects and s3:ListBucket on the bucket: without",
    ],
    ['when there is no such bucket', refused(404, 'NoSuchBucket'), 'NoSuchBucket: what S3 said. Name a bucket that is'],
    [
      'when the bucket is elsewhere',
      refused(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'us-west-2' }),
      "(the bucket is in us-west-2). Set AWS_REGION to the bucket's Region",
    ],
    [
      'when the bucket is elsewhere, which only the header of the answer says',
      (response) => response.writeHead(307, { 'x-amz-bucket-region': 'us-west-2', 'content-length': 0 }).end(),
      "HTTP 307 without saying why (the bucket is in us-west-2). Set AWS_REGION to the bucket's Region",
    ],
    [
      'when an answer with HTTP 403 has no name',
      (response) => response.writeHead(403, { 'content-length': 0 }).end(),
      'Something else than S3 may have answered: check the endpoint (AWS_ENDPOINT_URL), the proxy and the firewall. If',
    ],
    [
      'when it signs for another Region',
      refused(400, 'AuthorizationHeaderMalformed'),
      "Set AWS_REGION to the bucket's",
    ],
    ['when the key is disabled', refused(400, 'KMS.DisabledException'), 'The key of the bucket must be enabled'],
    ['when the key is forbidden', refused(403, 'AccessDenied', {}, kms), 'allow kms:Decrypt and kms:GenerateDataKey'],
    ['when the credentials are old', refused(400, 'ExpiredToken'), 'The session has ended: sign in again'],
    ['when it has a code that nobody knows', refused(400, 'constructor'), 'constructor: what S3 said. S3 refuses this'],
    ['when an object is archived', refused(403, 'InvalidObjectState'), 'S3 refuses this however often it is asked'],
  ])('%s', async (_, fate, text) => {
    server.next(fate);

    const error = await lake.peek(KEY).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LakeError);
    expect(String(error)).toContain(`s3://${BUCKET}/${KEY}: `);
    expect(String(error)).toContain(text);
    expect(server.requests).toHaveLength(1);
  });

  it('when it may not write', async () => {
    server.next(refused(403, 'AccessDenied'));

    await expect(lake.put(KEY, CONTENT, 'if_none_match')).rejects.toThrow(/Allow s3:PutObject and s3:GetObject/);
  });

  it('when no Region is set', async () => {
    delete process.env['AWS_REGION'];

    await expect(createS3Lake({ bucket: BUCKET, client: createS3Client() }).peek(KEY)).rejects.toThrow(
      "Region is missing. Set AWS_REGION to the bucket's Region",
    );
  });

  it('when there are no credentials', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];

    await expect(createS3Lake({ bucket: BUCKET, client: createS3Client() }).peek(KEY)).rejects.toThrow(
      /Could not load credentials.* Give the SDK credentials that work/,
    );
  });

  it('without a word of what an answer or an object holds', async () => {
    const secret = 'password: hunter2';
    store(Buffer.from(secret));
    for (const status of [200, 301, 400, 403, 404, 409, 500]) {
      server.next(...Array.from({ length: 20 }, () => page(status, secret)));
      const error = await lake.put(KEY, Buffer.from(secret), { ifMatch: '"0"' }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(LakeError);
      expect(String(error)).not.toContain('hunter2');
      expect(error).not.toHaveProperty('cause');
    }
  });
});
