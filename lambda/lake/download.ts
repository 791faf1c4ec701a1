import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Lake, ReadAnswer } from './lake';

/** A connection may break in the middle of a large object; the read then begins again. */
const TRIES = 3;

type Answered<T> =
  | Exclude<ReadAnswer, { readonly answer: 'object' }>
  | { readonly answer: 'object'; readonly value: T };

const readWith = async <T>(
  lake: Lake,
  key: string,
  options: { readonly ifMatch?: string },
  consume: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<Answered<T>> => {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await lake.read(key, options);
      return answer.answer === 'object' ? { answer: 'object', value: await consume(answer.body) } : answer;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
};

/** All bytes of an object; undefined where there is none. */
export const readBytes = async (lake: Lake, key: string): Promise<Buffer | undefined> => {
  const answer = await readWith(lake, key, {}, async (body) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
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
export const download = async (lake: Lake, key: string, path: string, ifMatch?: string): Promise<boolean> => {
  const answer = await readWith(lake, key, ifMatch === undefined ? {} : { ifMatch }, (body) =>
    pipeline(body, createWriteStream(path)),
  );
  return answer.answer === 'object';
};
