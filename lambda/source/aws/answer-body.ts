import type { Readable } from 'node:stream';
import { ReadError } from '../image-builder';

/** 25 summaries, or a document of 64 KB, are far from it; an answer this long would be a danger to the memory. */
const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * The whole body of an answer. The SDK's own timeout ends when the answer begins.
 *
 * @throws ReadError where it is too large; an error named TimeoutError where it does not end in time
 */
export const readAnswer = async (body: Readable, timeoutMilliseconds: number): Promise<Uint8Array> => {
  const timer = setTimeout(() => body.destroy(timeout(timeoutMilliseconds)), timeoutMilliseconds);
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > LARGEST_ANSWER) throw tooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
};

const timeout = (milliseconds: number): Error =>
  Object.assign(new Error(`the answer did not end within ${milliseconds} ms`), { name: 'TimeoutError' });

const tooLarge = (): ReadError =>
  new ReadError('invalid_response', 'AnswerTooLarge', `the answer is longer than ${LARGEST_ANSWER} bytes`);
