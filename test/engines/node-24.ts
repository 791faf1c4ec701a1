import { join } from 'node:path';
import { installed } from './installation';

const VERSION = '24.21.0';

/** The folder of a `node` of the major version that the function runs on. */
export const node24Folder = async (): Promise<string> => {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await installed(`${name}-${VERSION}`, (draft) => [
    ...(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund'] as const),
    ...['--prefix', draft, `${name}@${VERSION}`],
  ]);
  return join(folder, 'node_modules', name, 'bin');
};
