import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PEEK_BYTES } from '../../../lambda/lake/lake';
import { startOf } from '../../../lambda/lake/s3/answers';

const contentOf = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, (_, i) => i % 251));

/** The first bytes of an object, of which the store sends so many, in pieces of such a size. */
const peek = (bytes: number, sent: number, piece: number): Promise<Uint8Array> => {
  const content = contentOf(sent);
  const pieces = Array.from({ length: Math.ceil(sent / piece) }, (_, i) =>
    content.subarray(i * piece, (i + 1) * piece),
  );
  return startOf({ answer: 'object', etag: '"e"', versionId: null, bytes, body: Readable.from(pieces) });
};

const anyPiece = fc.constantFrom(1, 7, PEEK_BYTES - 1, PEEK_BYTES, PEEK_BYTES + 1, 10_000);

describe('the first KiB of an object', () => {
  it('is all of a smaller one, and no more of a larger one, whether or not the store knows ranges', async () => {
    const size = fc.oneof(
      fc.nat(3 * PEEK_BYTES),
      fc.integer({ min: -2, max: 2 }).map((more) => PEEK_BYTES + more),
    );
    await fc.assert(
      fc.asyncProperty(size, anyPiece, fc.boolean(), async (bytes, piece, knowsRanges) => {
        const start = await peek(bytes, knowsRanges ? Math.min(bytes, PEEK_BYTES) : bytes, piece);
        expect([...start]).toEqual([...contentOf(Math.min(bytes, PEEK_BYTES))]);
      }),
    );
  });

  it.each([
    [PEEK_BYTES, PEEK_BYTES - 1],
    [PEEK_BYTES + 1, PEEK_BYTES - 1],
    [PEEK_BYTES - 1, PEEK_BYTES - 2],
    [1, 0],
  ])('of %d bytes, of which only %d came, is an error', async (bytes, sent) => {
    await expect(peek(bytes, sent, 100)).rejects.toThrow(`${sent} of ${bytes} bytes`);
  });

  it('leaves the rest of a large object where it is', async () => {
    let sent = 0;
    const body = Readable.from(
      (function* () {
        for (; sent < 1000; sent++) yield contentOf(PEEK_BYTES);
      })(),
      { highWaterMark: 1 },
    );
    await startOf({ answer: 'object', etag: '"e"', versionId: null, bytes: 1000 * PEEK_BYTES, body });
    expect(body.destroyed).toBe(true);
    expect(sent).toBeLessThan(10);
  });
});
