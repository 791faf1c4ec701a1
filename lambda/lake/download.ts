import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { closeStream } from '../close-stream';
import { UnreadableLakeError } from '../errors';
import type { LakeReader, ReadAnswer } from './lake';

/** A connection may break in the middle of a large object; the read then begins again. */
const MOST_READS = 3;

type Answered<T> =
  | Exclude<ReadAnswer, { readonly answer: 'object' }>
  | { readonly answer: 'object'; readonly value: T };

/** Only a broken body is read again: whatever else can be repeated, the lake has repeated. */
const readWith = async <T>(
  lake: LakeReader,
  key: string,
  options: { readonly ifMatch?: string },
  consume: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<Answered<T>> => {
  for (let reads = 1; ; reads++) {
    const answer = await lake.read(key, options);
    if (answer.answer !== 'object') return answer;
    try {
      return { answer: 'object', value: await consume(watched(answer.body)) };
    } catch (error) {
      if (!(error instanceof BrokenBodyError)) throw error;
      if (reads === MOST_READS) throw error.cause;
    }
  }
};

/** Tells a body that broke from whoever could not take it, as a full disk. */
class BrokenBodyError extends Error {}

async function* watched(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new BrokenBodyError('the body broke', { cause });
  }
}

/** All bytes of an object, at most so many; undefined where there is none. */
export const readBytes = async (lake: LakeReader, key: string, most: number): Promise<Buffer | undefined> => {
  const answer = await readWith(lake, key, {}, async (body) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > most)
        throw new UnreadableLakeError(
          lake.location,
          key,
          `it is longer than ${most} bytes`,
          'Put back what the run wrote',
        );
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  });
  return answer.answer === 'object' ? answer.value : undefined;
};

/**
 * Copies an object into a file.
 *
 * @param ifMatch take only the version with this ETag
 * @returns false where the object is missing, or is another version
 */
export const download = async (lake: LakeReader, key: string, path: string, ifMatch?: string): Promise<boolean> => {
  const condition = ifMatch === undefined ? {} : { ifMatch };
  const answer = await readWith(lake, key, condition, (body) => writeBody(body, path));
  return answer.answer === 'object';
};

const writeBody = async (body: AsyncIterable<Uint8Array>, path: string): Promise<void> => {
  const file = createWriteStream(path);
  try {
    await pipeline(body, file);
  } finally {
    await closeStream(file);
  }
};
