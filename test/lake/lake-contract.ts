import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Lake, PEEK_BYTES, type PutAnswer } from '../../lambda/lake/lake';
import { countUp } from './count-up';

interface LakeUnderTest {
  readonly lake: Lake;
  readonly dispose: () => Promise<void>;
}

const KEY = 'run/20261122T060000Z/contract/object';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const storedEtag = (answer: PutAnswer): string => {
  if (answer.answer !== 'stored') throw new Error(`not stored: ${answer.answer}`);
  return answer.etag;
};

/** A put that lets go of 409, as every caller has to. */
const putThrough = async (lake: Lake, ...put: Parameters<Lake['put']>): Promise<PutAnswer> => {
  const answer = await lake.put(...put);
  return answer.answer === 'conflict' ? putThrough(lake, ...put) : answer;
};

const bodyOf = async (lake: Lake, key: string, ifMatch?: string): Promise<Buffer> => {
  const answer = await lake.read(key, ifMatch === undefined ? {} : { ifMatch });
  if (answer.answer !== 'object') throw new Error(`no object: ${answer.answer}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const textOf = async (lake: Lake, key: string): Promise<string> => (await bodyOf(lake, key)).toString();

/** What the collector relies on, of whatever holds a lake. */
export const describeLake = (name: string, makeLake: () => Promise<LakeUnderTest>): void => {
  describe(`${name}, as a lake`, () => {
    let lake: Lake;
    let dispose: () => Promise<void>;
    beforeEach(async () => {
      ({ lake, dispose } = await makeLake());
    });
    afterEach(() => dispose());

    it('says that a key is missing, and was never deleted', async () => {
      expect(await lake.peek(KEY)).toEqual({ answer: 'missing', deleted: false });
      expect(await lake.read(KEY)).toEqual({ answer: 'missing', deleted: false });
    });

    it('gives back what was put, under one ETag', async () => {
      const etag = storedEtag(await lake.put(KEY, bytesOf('content'), 'if_none_match'));

      expect(await textOf(lake, KEY)).toBe('content');
      expect((await bodyOf(lake, KEY, etag)).toString()).toBe('content');
      const peeked = await lake.peek(KEY);
      expect(peeked).toMatchObject({ answer: 'object', etag, bytes: 7 });
      expect(peeked.answer === 'object' && Buffer.from(peeked.start).toString()).toBe('content');
    });

    it('holds an empty object, which is not a missing one', async () => {
      await lake.put(KEY, new Uint8Array(0), 'if_none_match');

      expect(await lake.peek(KEY)).toMatchObject({ answer: 'object', bytes: 0 });
      expect(await textOf(lake, KEY)).toBe('');
    });

    it('peeks at no more than the first KiB of an object, and tells its whole size', async () => {
      await lake.put(KEY, bytesOf('0123456789'.repeat(300)), 'if_none_match');

      const peeked = await lake.peek(KEY);
      expect(peeked).toMatchObject({ answer: 'object', bytes: 3000 });
      expect(peeked.answer === 'object' && Buffer.from(peeked.start).toString()).toBe(
        '0123456789'.repeat(300).slice(0, PEEK_BYTES),
      );
    });

    it('does not put over an object where the key must be free', async () => {
      await lake.put(KEY, bytesOf('first'), 'if_none_match');

      expect(await lake.put(KEY, bytesOf('second'), 'if_none_match')).toEqual({ answer: 'precondition_failed' });
      expect(await textOf(lake, KEY)).toBe('first');
    });

    it('replaces the version that was named, and gives the new one another ETag', async () => {
      const first = storedEtag(await lake.put(KEY, bytesOf('first'), 'if_none_match'));
      const second = storedEtag(await lake.put(KEY, bytesOf('second'), { ifMatch: first }));

      expect(second).not.toBe(first);
      expect(await lake.peek(KEY)).toMatchObject({ etag: second });
      expect(await textOf(lake, KEY)).toBe('second');
    });

    it('does not replace or read a version that is no longer there', async () => {
      const first = storedEtag(await lake.put(KEY, bytesOf('first'), 'if_none_match'));
      await lake.put(KEY, bytesOf('second'), { ifMatch: first });

      expect(await lake.put(KEY, bytesOf('third'), { ifMatch: first })).toEqual({ answer: 'precondition_failed' });
      expect(await lake.read(KEY, { ifMatch: first })).toEqual({ answer: 'precondition_failed' });
      expect(await textOf(lake, KEY)).toBe('second');
    });

    it('does not replace an object that is missing', async () => {
      expect(await lake.put(KEY, bytesOf('x'), { ifMatch: '"0"' })).toEqual({ answer: 'precondition_failed' });
      expect(await lake.peek(KEY)).toMatchObject({ answer: 'missing' });
    });

    it('says whether there is anything under a prefix', async () => {
      expect(await lake.isEmpty('manifest/')).toBe(true);
      await lake.put('manifest/dt=2026-11-22/20261122T060000Z.json', bytesOf('one'), 'if_none_match');
      expect(await lake.isEmpty('manifest/')).toBe(false);
      expect(await lake.isEmpty('run/')).toBe(true);
    });

    it('keeps keys apart, Hive partitions among them', async () => {
      const keys = ['manifest/dt=2026-11-22/20261122T060000Z.json', 'manifest/dt=2026-11-23/20261122T060000Z.json'];
      for (const key of keys) await lake.put(key, bytesOf(key), 'if_none_match');

      for (const key of keys) expect(await textOf(lake, key)).toBe(key);
    });

    it('holds large bodies, whole, from memory and from a file', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'lake-contract-'));
      const large = Buffer.alloc(9 * 1024 * 1024 + 1, 'all work and no play ');
      try {
        await writeFile(join(folder, 'body'), large);
        const etag = storedEtag(await lake.put(KEY, large, 'if_none_match'));
        await lake.put(`${KEY}2`, { path: join(folder, 'body'), bytes: large.length }, 'if_none_match');

        expect((await bodyOf(lake, KEY)).equals(large)).toBe(true);
        expect((await bodyOf(lake, `${KEY}2`)).equals(large)).toBe(true);
        expect(await lake.peek(KEY)).toMatchObject({ etag, bytes: large.length });
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('lets a reader finish the version that it began, when that is replaced meanwhile', async () => {
      const old = Buffer.alloc(3 * 1024 * 1024, 'old');
      const etag = storedEtag(await lake.put(KEY, old, 'if_none_match'));
      const answer = await lake.read(KEY);
      if (answer.answer !== 'object') throw new Error('no object');

      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body) {
        if (chunks.length === 0) storedEtag(await lake.put(KEY, bytesOf('new'), { ifMatch: etag }));
        chunks.push(chunk);
      }

      expect(Buffer.concat(chunks).equals(old)).toBe(true);
      expect(await textOf(lake, KEY)).toBe('new');
    });

    it('lets one of many first writers win', async () => {
      const writers = Array.from({ length: 10 }, (_, writer) => `writer ${writer}`);
      const answers = await Promise.all(writers.map((text) => putThrough(lake, KEY, bytesOf(text), 'if_none_match')));

      const winners = writers.filter((_, index) => answers[index]?.answer === 'stored');
      expect(winners).toHaveLength(1);
      expect(await textOf(lake, KEY)).toBe(winners[0]);
    });

    it('loses no step of a counter that many writers count up', async () => {
      await lake.put(KEY, bytesOf('0'), 'if_none_match');
      const steps = await Promise.all(Array.from({ length: 4 }, () => countUp(lake, KEY, 8)));

      expect(await textOf(lake, KEY)).toBe('32');
      expect(steps.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, step) => step + 1));
    });
  });
};
