import { Readable } from 'node:stream';
import type { GetObjectCommandOutput, ListObjectsV2CommandOutput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import { headerOf } from '../../sdk/error-answer';
import { faultOf } from '../../sdk/service-fault';
import { type Missing, type ObjectIdentity, PEEK_BYTES, type PutAnswer } from '../lake';

/** S3 answered in a way that it never should. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}

export interface FoundObject extends ObjectIdentity {
  readonly answer: 'object';
  readonly body: Readable;
}

export const foundObject = (output: GetObjectCommandOutput): FoundObject => {
  const { Body: body } = output;
  if (!(body instanceof Readable)) throw new UnusableAnswerError('an object without a body');
  // Whoever reads it is told; until then it must not count as unhandled.
  body.on('error', () => undefined);
  return { answer: 'object', ...versionOf(output), bytes: bytesOf(output), body };
};

export const storedAnswer = (output: PutObjectCommandOutput): PutAnswer => ({
  answer: 'stored',
  ...versionOf(output),
});

/** Of a list of one key at the most. S3 always says whether that was all. */
export const isEmptyAnswer = ({ Contents: found = [], IsTruncated: isCut }: ListObjectsV2CommandOutput): boolean => {
  if (isCut === undefined) throw new UnusableAnswerError('no list');
  return found.length === 0 && !isCut;
};

/** The ETag stays in its quotation marks, as HTTP has it. A bucket without versions names none, or the version "null". */
const versionOf = ({ ETag: etag, VersionId: version }: GetObjectCommandOutput | PutObjectCommandOutput) => {
  if (etag === undefined || etag === '') throw new UnusableAnswerError('no ETag');
  return { etag, versionId: version === undefined || version === '' || version === 'null' ? null : version };
};

/** The size of the whole object, also where only a part of it was sent. */
const bytesOf = ({ ContentRange: range, ContentLength: length }: GetObjectCommandOutput): number => {
  const bytes = range === undefined ? length : Number(/^bytes \d+-\d+\/(\d+)$/.exec(range)?.[1]);
  if (bytes === undefined || !Number.isSafeInteger(bytes) || bytes < 0) throw new UnusableAnswerError('no size');
  return bytes;
};

/** The first KiB of a body; the rest, which a store sends that knows no ranges, is left alone. */
export const startOf = async ({ body, bytes }: FoundObject): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let seen = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    seen += chunk.length;
    if (seen > PEEK_BYTES) break;
  }
  if (seen < Math.min(bytes, PEEK_BYTES)) throw new UnusableAnswerError(`${seen} of ${bytes} bytes`);
  return Buffer.concat(chunks).subarray(0, PEEK_BYTES);
};

/** A refusal that is an answer: there is no such object, or it is another one, or it has not the bytes asked for. */
export type Refusal =
  | Missing
  | { readonly answer: 'precondition_failed' }
  | { readonly answer: 'conflict' }
  | { readonly answer: 'no_such_range' };

const CONFLICTS = new Set(['ConditionalRequestConflict', 'OperationAborted']);

/** Undefined where an error is no answer. A 404 or a 403 that does not say that the key is missing never means that. */
export const refusalOf = (error: unknown): Refusal | undefined => {
  const { status, name } = faultOf(error);
  if (status === 412) return { answer: 'precondition_failed' };
  if (status === 416) return { answer: 'no_such_range' };
  if (status === 404 && name === 'NoSuchKey') return { answer: 'missing', deleted: isDeleteMarker(error) };
  return status === 409 && CONFLICTS.has(name) ? { answer: 'conflict' } : undefined;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
const isDeleteMarker = (error: unknown): boolean => headerOf(error, 'x-amz-delete-marker') === 'true';
