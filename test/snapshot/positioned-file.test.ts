import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Move, readWhole, writeWhole } from '../../lambda/snapshot/positioned-file';

const FILE = 7;

/** An open file in memory, of which the system moves only as many bytes at once as it likes: one number for each call. */
const reluctantFile = (content: Buffer, portions: readonly number[]) => {
  let calls = 0;
  const portionOf = (count: number): number => Math.min(count, portions[calls++ % portions.length] ?? count);
  const write: Move<Uint8Array> = (file, bytes, from, count, position) => {
    expect(file).toBe(FILE);
    const portion = portionOf(count);
    content.set(bytes.subarray(from, from + portion), position);
    return portion;
  };
  const read: Move<Buffer> = (file, bytes, from, count, position) => {
    expect(file).toBe(FILE);
    expect(from + count).toBe(bytes.length);
    return content.copy(bytes, from, position, Math.min(content.length, position + portionOf(count)));
  };
  return { write, read };
};

const somePortions = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });

describe('a file of which the system moves only a part at once', () => {
  it('gets all the bytes, at their place, and no others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(20), somePortions, (bytes, position, portions) => {
        const content = Buffer.alloc(70, 0xee);
        writeWhole(FILE, bytes, position, reluctantFile(content, portions).write);
        const expected = Buffer.alloc(70, 0xee);
        expected.set(bytes, position);
        expect(content.equals(expected)).toBe(true);
      }),
    );
  });

  it('gives all the bytes that are asked for', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), fc.nat(60), somePortions, (content, a, b, portions) => {
        const [from, to] = [Math.min(a, b, content.length), Math.min(Math.max(a, b), content.length)];
        const { read } = reluctantFile(Buffer.from(content), portions);
        expect([...readWhole(FILE, to - from, from, read)]).toEqual([...content.subarray(from, to)]);
      }),
    );
  });

  it('that ends too early is an error, which says where', () => {
    const { read } = reluctantFile(Buffer.from('four'), [3]);
    expect(readWhole(FILE, 2, 2, read).toString()).toBe('ur');
    expect(() => readWhole(FILE, 3, 2, read)).toThrow('a file ends before byte 5');
  });
});

describe('a file on disk', () => {
  let folder: string;
  let file: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'positioned-file-'));
    file = openSync(join(folder, 'file'), 'w+');
  });
  afterEach(() => {
    closeSync(file);
    rmSync(folder, { recursive: true });
  });

  it('gives back what was written, from any position', () => {
    writeWhole(file, Buffer.from('front and back'), 0);
    writeWhole(file, Buffer.from('BACK'), 10);
    expect(readWhole(file, 8, 6).toString()).toBe('and BACK');
    expect(() => readWhole(file, 9, 6)).toThrow('a file ends before byte 15');
  });
});
