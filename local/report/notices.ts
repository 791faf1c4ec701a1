import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** The licences of the packages that files come from, as their authors want them passed on. */
export const noticesOf = (root: string, files: readonly string[]): string => {
  const packages = new Set(files.flatMap((file) => PACKAGE.exec(file)?.[1] ?? []));
  return [...packages]
    .sort()
    .map((folder) => noticeOf(join(root, folder)))
    .join('\n\n');
};

const noticeOf = (folder: string): string => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.md|\.txt)?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} comes without the text of its licence, ${license}`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
};
