import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { removeEarlierDemo } from '../../../local/demo/demo-folder';

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'demo-folder-'));
  folder = join(parent, 'demo');
});

afterEach(() => rm(parent, { recursive: true, force: true }));

const collected = (run: string) => mkdir(join(folder, 'run', run, 'id'), { recursive: true });

describe('the folder of the demo', () => {
  it('need not be there', async () => {
    await expect(removeEarlierDemo(folder)).resolves.toBeUndefined();
  });

  it('is emptied of an earlier demo, also of one that was broken off', async () => {
    await collected('20261121T060000Z');
    await removeEarlierDemo(folder);
    expect(await readdir(parent)).toEqual([]);
  });

  it('is left alone when somebody has collected into it', async () => {
    await collected('20261121T060000Z');
    await collected('20261122T101112Z');
    await expect(removeEarlierDemo(folder)).rejects.toThrow("holds runs that are not the demo's");
    expect(await readdir(join(folder, 'run'))).toHaveLength(2);
  });

  it('is left alone when nobody can tell whose it is', async () => {
    await mkdir(join(folder, 'imagebuilder_workflow'), { recursive: true });
    await expect(removeEarlierDemo(folder)).rejects.toThrow("holds runs that are not the demo's");
    expect(await readdir(folder)).toContain('imagebuilder_workflow');
  });

  it('is left alone when it is no lake', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'thesis.txt'), 'chapter 1');
    await expect(removeEarlierDemo(folder)).rejects.toThrow('thesis.txt');
    expect(await readdir(folder)).toContain('thesis.txt');
  });

  it('is left alone when it holds a stranger beside an earlier demo', async () => {
    await collected('20261121T060000Z');
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await expect(removeEarlierDemo(folder)).rejects.toThrow('notes.txt');
    expect(await readdir(folder)).toContain('notes.txt');
  });

  it('is not a file', async () => {
    await writeFile(folder, 'a file');
    await expect(removeEarlierDemo(folder)).rejects.toThrow('is a file');
  });
});
