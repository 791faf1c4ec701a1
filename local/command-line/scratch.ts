import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Room on the disk of this machine, for as long as a run takes. */
export interface Scratch {
  /** A folder that is not there yet, for a run to make. */
  readonly folder: string;
  remove(): Promise<void>;
  /** For a process that ends at once. */
  removeNow(): void;
}

export const makeScratch = async (place = tmpdir()): Promise<Scratch> => {
  const parent = await mkdtemp(join(place, 'imagebuilder-workflow-lake-'));
  return {
    folder: join(parent, 'run'),
    remove: () => rm(parent, { recursive: true, force: true }),
    removeNow: () => rmSync(parent, { recursive: true, force: true }),
  };
};
