import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readAnswer } from '../../../lambda/source/aws/answer-body';

const MEGABYTE = Buffer.alloc(2 ** 20, ' ');
const LONG = 60_000;

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

const megabytes = (count: number, ...more: readonly Buffer[]): Readable =>
  Readable.from([...Array.from({ length: count }, () => MEGABYTE), ...more]);

describe('the body of an answer', () => {
  it.each([[[]], [['{}']], [['{', '"a"', ': 1}']]])('is whole, in however many pieces it comes: %j', async (pieces) => {
    const body = Readable.from(pieces.map((piece) => Buffer.from(piece)));
    expect(Buffer.from(await readAnswer(body, LONG)).toString()).toBe(pieces.join(''));
  });

  it('may be of 32 MiB, and not of a byte more', async () => {
    expect((await readAnswer(megabytes(32), LONG)).length).toBe(32 * 2 ** 20);
    await expect(readAnswer(megabytes(32, Buffer.from('x')), LONG)).rejects.toMatchObject({
      name: 'ReadError',
      reason: 'invalid_response',
      code: 'AnswerTooLarge',
      message: 'the answer is longer than 33554432 bytes',
    });
  });

  it('that does not end is given up in time', async () => {
    const endless = new Readable({ read: () => undefined });
    await expect(readAnswer(endless, 10)).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'the answer did not end within 10 ms',
    });
  });

  it('leaves no timer behind that keeps the process alive', async () => {
    const before = timers();
    await readAnswer(Readable.from([Buffer.from('{}')]), LONG);
    expect(timers()).toBe(before);
    await expect(readAnswer(megabytes(33), LONG)).rejects.toThrow('longer than');
    expect(timers()).toBe(before);
  });
});
