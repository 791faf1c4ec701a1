import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const DESCRIPTORS = '/proc/self/fd';

/** The files of a folder that this process holds open, deleted ones too. Linux alone can say; elsewhere none are seen. */
export const openFilesIn = (folder: string): readonly string[] => {
  if (process.platform !== 'linux') return [];
  return readdirSync(DESCRIPTORS)
    .map(targetOf)
    .filter((path) => path.startsWith(folder));
};

/** A descriptor may be closed by the time that it is looked at: that of this very listing is. */
const targetOf = (descriptor: string): string => {
  try {
    return readlinkSync(join(DESCRIPTORS, descriptor));
  } catch {
    return '';
  }
};
