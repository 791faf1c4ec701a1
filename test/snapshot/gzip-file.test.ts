import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GzipFile, setGzipName } from '../../lambda/snapshot/gzip-file';
import { nameInGzipHeader } from '../../lambda/snapshot/gzip-header';

/** So many bytes, newlines included, are compressed at once. */
const BATCH = 256 * 1024;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gzip-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const lineOf = (bytes: number, index: number): Buffer => Buffer.alloc(bytes, `${index} line `);

/** A file of lines that have these lengths, as it stands on disk. */
const written = async (lengths: readonly number[], name?: string) => {
  const path = join(folder, 'file.gz');
  const file = new GzipFile(path, name === undefined ? {} : { nameLength: name.length });
  for (const [index, bytes] of lengths.entries()) await file.write(lineOf(bytes, index));
  const content = await file.finish();
  await file.close();
  if (name !== undefined) setGzipName(path, name);
  return { content, size: file.bytes, bytes: readFileSync(path), sizeOnDisk: statSync(path).size };
};

const textOf = (lengths: readonly number[]): Buffer =>
  Buffer.concat(lengths.flatMap((bytes, index) => [lineOf(bytes, index), Buffer.from('\n')]));

const expectWhole = async (lengths: readonly number[], name?: string): Promise<void> => {
  const { content, size, bytes, sizeOnDisk } = await written(lengths, name);
  const text = textOf(lengths);
  expect(gunzipSync(bytes).equals(text)).toBe(true);
  expect(content).toEqual({ rows: lengths.length, sha256: createHash('sha256').update(text).digest('hex') });
  expect(size).toBe(sizeOnDisk);
  expect(nameInGzipHeader(bytes)).toBe(name ?? '');
};

/** Lengths whose sums come out just below, at and just above the end of a batch. */
const lengthsAroundBatch = fc
  .array(
    fc.tuple(
      fc.constantFrom(0, 1, BATCH / 2, BATCH, 2 * BATCH),
      fc.integer({ min: -3, max: 3 }).map((more) => Math.max(0, more)),
      fc.integer({ min: 0, max: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.map(([base, more, less]) => Math.max(0, base + more - less)));

describe('a gzip file of lines', () => {
  it.each([-2, -1, 0, 1, 2])('holds every line where a batch would end %d bytes behind one', async (more) => {
    await expectWhole([BATCH - 1 - more]);
    await expectWhole([100, BATCH - 102 - more, 5]);
    await expectWhole([BATCH - 1, BATCH - 1 - more, 0]);
  });

  it('holds every line, whatever the lines measure', async () => {
    await fc.assert(fc.asyncProperty(lengthsAroundBatch, fc.constantFrom(undefined, 'a name'), expectWhole), {
      numRuns: 60,
    });
  });

  it('holds more batches than wait for their compression at once', async () => {
    await expectWhole(Array.from({ length: 12 }, () => BATCH - 1));
  });

  it('without a line is an empty content, not an empty file', async () => {
    await expectWhole([]);
    await expectWhole([], 'a name');
  });

  it('takes one name after the other, as long as they have the same length', async () => {
    const { bytes } = await written([100, BATCH, 7], 'a name');
    const path = join(folder, 'file.gz');
    setGzipName(path, 'a noun');
    const renamed = readFileSync(path);
    expect(nameInGzipHeader(renamed)).toBe('a noun');
    expect(gunzipSync(renamed).equals(textOf([100, BATCH, 7]))).toBe(true);
    expect(renamed.length).toBe(bytes.length);
  });

  it.each(['short', 'longer than it'])('takes no name that it has left no room for: %s', async (name) => {
    const { bytes } = await written([100], 'a name');
    const path = join(folder, 'file.gz');
    expect(() => setGzipName(path, name)).toThrow(`has no room for a name of ${name.length} characters`);
    expect(readFileSync(path)).toEqual(bytes);
  });
});
