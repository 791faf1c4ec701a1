import { createReadStream, type ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { closeStream } from '../../close-stream';
import { LakeError } from '../../errors';
import type { Body } from '../lake';

const CHUNK_BYTES = 256 * 1024;

/** The most that one PutObject takes. https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
export const LARGEST_PUT = 5 * 1024 ** 3;

/** A body that can be sent any number of times. */
export interface Upload {
  readonly bytes: number;
  /** CRC32 of all bytes, as S3 spells it. It is computed before: a trailer after the body is not understood everywhere. */
  readonly checksum: string;
  /** One try. The signal aborts where the file cannot be read to its end, and in any case when the try is over. */
  send<T>(send: (body: Uint8Array | Readable, signal: AbortSignal) => Promise<T>): Promise<T>;
}

export const makeUpload = async (body: Body): Promise<Upload> => {
  const bytes = body instanceof Uint8Array ? body.length : body.bytes;
  if (bytes > LARGEST_PUT) throw tooLarge(bytes);
  const checksum = await checksumOf(body, bytes);
  if (!(body instanceof Uint8Array)) return { bytes, checksum, send: (send) => sendFile(body.path, send) };
  return { bytes, checksum, send: (send) => send(body, new AbortController().signal) };
};

const tooLarge = (bytes: number): LakeError =>
  new LakeError(
    `an object of ${bytes} bytes cannot be put: S3 takes ${LARGEST_PUT} at once. Collect fewer targets into one lake`,
  );

const checksumOf = async (body: Body, bytes: number): Promise<string> => {
  const chunks = body instanceof Uint8Array ? [body] : open(body.path);
  let checksum = 0;
  let seen = 0;
  for await (const chunk of chunks) {
    checksum = crc32(chunk, checksum);
    seen += chunk.length;
  }
  if (seen !== bytes) throw new LakeError(`a file of ${bytes} bytes had ${seen} when it was put`);
  const text = Buffer.alloc(4);
  text.writeUInt32BE(checksum);
  return text.toString('base64');
};

const open = (path: string): ReadStream => createReadStream(path, { highWaterMark: CHUNK_BYTES });

const sendFile: <T>(path: string, send: (body: Readable, signal: AbortSignal) => Promise<T>) => Promise<T> = async (
  path,
  send,
) => {
  const stop = new AbortController();
  const file = open(path);
  let failure: unknown;
  // A pipe does not pass it on: the request would wait for the rest of its body.
  file.on('error', (error) => {
    failure = error;
    stop.abort();
  });
  try {
    return await send(file, stop.signal);
  } catch (error) {
    throw failure ?? error;
  } finally {
    // An answer may come before the end of the file is seen: without its end, the request would keep its connection.
    stop.abort();
    await closeStream(file);
  }
};
