import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { build, type Plugin } from 'esbuild';
import { ROOT } from './docs/documents';

/** Within node_modules, where the packages of a program are found, and where tools keep what can be made again. */
const FOLDER = join(ROOT, 'node_modules/.cache');

/**
 * A program of the project as one file of JavaScript, which Node starts in a third of the time that tsx takes. That the
 * programs run with tsx, too, the tests of the documents and of the crontab show.
 *
 * @param path within the project
 */
export const withBundledProgram = async <T>(path: string, work: (program: string) => T): Promise<T> => {
  const folder = makeFolder();
  try {
    return await work(await bundle(path, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The same for all tests of a file, while they run. */
export const useBundledProgram = (path: string): (() => string) => {
  const folder = makeFolder();
  let program: string | undefined;
  beforeAll(async () => {
    program = await bundle(path, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return () => program ?? '';
};

const makeFolder = (): string => {
  mkdirSync(FOLDER, { recursive: true });
  return mkdtempSync(join(FOLDER, 'program-'));
};

const bundle = async (path: string, folder: string): Promise<string> => {
  const outfile = join(folder, 'program.js');
  await build({
    entryPoints: [join(ROOT, path)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    plugins: [ownFolders],
  });
  return outfile;
};

/** Each file of ours goes on to find what lies beside it. */
const ownFolders: Plugin = {
  name: 'own folders',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async (file) => {
      const text = await readFile(file.path, 'utf8');
      return { contents: text.replaceAll('__dirname', JSON.stringify(dirname(file.path))), loader: 'ts' };
    });
  },
};
