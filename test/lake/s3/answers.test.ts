import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { foundObject, isEmptyAnswer, refusalOf, storedAnswer } from '../../../lambda/lake/s3/answers';

const METADATA = { $metadata: {} };

/** What S3 answers to a read, as the SDK hands it over. */
const found = (answer: Partial<GetObjectCommandOutput>) => {
  const body = new Readable({ read: () => undefined }) as NonNullable<GetObjectCommandOutput['Body']>;
  return foundObject({ ...METADATA, Body: body, ETag: '"e"', ContentLength: 7, ...answer });
};

const refused = (httpStatusCode: number, name: string, headers: Readonly<Record<string, string>> = {}): Error =>
  Object.assign(new Error('said'), { name, $metadata: { httpStatusCode }, $response: { headers } });

describe('an object that S3 holds', () => {
  it('has the size of the whole, also where a part of it was sent', () => {
    expect(found({}).bytes).toBe(7);
    expect(found({ ContentLength: 0 }).bytes).toBe(0);
    expect(found({ ContentRange: 'bytes 0-6/1234' }).bytes).toBe(1234);
    expect(found({ ContentRange: 'bytes 10-16/17' }).bytes).toBe(17);
  });

  it.each<Partial<GetObjectCommandOutput>>([
    { ContentLength: undefined },
    { ContentLength: -1 },
    { ContentLength: 0.5 },
    { ContentRange: 'bytes 0-6/*' },
    { ContentRange: 'bytes 0-6/1234x' },
    { ContentRange: 'x bytes 0-6/1234' },
    { ContentRange: 'bytes 0-6/99999999999999999999' },
  ])('is not taken without a size: %j', (answer) => {
    expect(() => found(answer)).toThrow('no size');
  });

  it('is not taken without a body, or an ETag', () => {
    expect(() => foundObject({ ...METADATA, ETag: '"e"', ContentLength: 7 })).toThrow('an object without a body');
    expect(() => found({ ETag: '' })).toThrow('no ETag');
    expect(() => storedAnswer(METADATA)).toThrow('no ETag');
  });

  it.each([
    ['v1', 'v1'],
    ['', null],
    ['null', null],
    [undefined, null],
  ])('has the version that S3 names: %j is %j', (VersionId, versionId) => {
    expect(found({ VersionId })).toMatchObject({ etag: '"e"', versionId });
    expect(storedAnswer({ ...METADATA, ETag: '"e"', VersionId })).toEqual({ answer: 'stored', etag: '"e"', versionId });
  });
});

describe('a list', () => {
  it('is empty where it names nothing, and nothing follows', () => {
    expect(isEmptyAnswer({ ...METADATA, IsTruncated: false })).toBe(true);
    expect(isEmptyAnswer({ ...METADATA, IsTruncated: false, Contents: [] })).toBe(true);
    expect(isEmptyAnswer({ ...METADATA, IsTruncated: true })).toBe(false);
    expect(isEmptyAnswer({ ...METADATA, IsTruncated: false, Contents: [{ Key: 'manifest/x' }] })).toBe(false);
  });

  it('is none where S3 does not say whether that was all', () => {
    expect(() => isEmptyAnswer(METADATA)).toThrow('no list');
  });
});

describe('a refusal of S3', () => {
  it.each([
    [412, 'PreconditionFailed', { answer: 'precondition_failed' }],
    [412, 'Unknown', { answer: 'precondition_failed' }],
    [416, 'InvalidRange', { answer: 'no_such_range' }],
    [404, 'NoSuchKey', { answer: 'missing', deleted: false }],
    [409, 'ConditionalRequestConflict', { answer: 'conflict' }],
    [409, 'OperationAborted', { answer: 'conflict' }],
    [404, 'NoSuchBucket', undefined],
    [404, 'Unknown', undefined],
    [403, 'NoSuchKey', undefined],
    [409, 'BucketAlreadyExists', undefined],
    [400, 'ConditionalRequestConflict', undefined],
  ])('is an answer where it says what the lake holds: HTTP %d and %s', (status, name, answer) => {
    expect(refusalOf(refused(status, name))).toEqual(answer);
  });

  it('tells a deleted key from one that never was, by its header', () => {
    const deletedBy = (marker: string) => refusalOf(refused(404, 'NoSuchKey', { 'x-amz-delete-marker': marker }));
    expect(deletedBy('true')).toEqual({ answer: 'missing', deleted: true });
    expect(deletedBy('false')).toEqual({ answer: 'missing', deleted: false });
  });
});
