import type { Lake } from '../../lambda/lake/lake';

/** Counts by compare-and-swap; returns the numbers that it wrote. */
export const countUp = async (lake: Lake, key: string, times: number): Promise<readonly number[]> => {
  const written: number[] = [];
  while (written.length < times) {
    const peeked = await lake.peek(key);
    if (peeked.answer !== 'object') throw new Error('the counter is missing');
    const next = Number(Buffer.from(peeked.start).toString()) + 1;
    const answer = await lake.put(key, Buffer.from(String(next)), { ifMatch: peeked.etag });
    if (answer.answer === 'stored') written.push(next);
  }
  return written;
};
