import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LakeError } from '../../lambda/errors';
import { download, readBytes } from '../../lambda/lake/download';
import { MemoryLake } from '../fakes/memory-lake';

const CONTENT = Buffer.from('all work and no play '.repeat(1_000));

let folder: string;
let lake: MemoryLake;
let reads: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  lake = new MemoryLake();
  lake.objects.set('key', CONTENT);
  reads = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* broken(body: AsyncIterable<Uint8Array>, number: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk;
    throw new LakeError(`body ${number} broke`);
  }
}

/** So many bodies break after their first piece. */
const breakTimes = (count: number): void => {
  const read = lake.read.bind(lake);
  lake.read = async (key, options) => {
    const answer = await read(key, options);
    return answer.answer === 'object' && ++reads <= count ? { ...answer, body: broken(answer.body, reads) } : answer;
  };
};

describe('a body that breaks', () => {
  it('is read again, whole', async () => {
    breakTimes(2);
    const path = join(folder, 'copy');
    expect(await download(lake, 'key', path)).toBe(true);
    expect(readFileSync(path).equals(CONTENT)).toBe(true);
    expect(reads).toBe(3);
  });

  it('is given up after three times, with the error of the last', async () => {
    breakTimes(100);
    await expect(readBytes(lake, 'key', 1000)).rejects.toThrow(new LakeError('body 3 broke'));
    await expect(download(lake, 'key', join(folder, 'copy'))).rejects.toThrow(new LakeError('body 6 broke'));
    expect(reads).toBe(6);
  });
});

describe('a read that fails otherwise', () => {
  it('is not repeated: the lake has repeated what can go better', async () => {
    lake.read = async () => {
      reads++;
      throw new LakeError('AccessDenied');
    };
    await expect(readBytes(lake, 'key', 1000)).rejects.toThrow('AccessDenied');
    await expect(download(lake, 'key', join(folder, 'copy'))).rejects.toThrow('AccessDenied');
    expect(reads).toBe(2);
  });

  it('is not repeated where this machine cannot take the body', async () => {
    breakTimes(0);
    await expect(download(lake, 'key', join(folder, 'no', 'such', 'folder'))).rejects.toThrow('ENOENT');
    expect(reads).toBe(1);
  });
});
