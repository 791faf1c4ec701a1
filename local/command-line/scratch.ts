import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOfSignal } from './exit-status';
import type { Signals } from './signals';

/** Room on the disk of this machine, for its owner alone: it holds documents. */
export interface Scratch {
  /** A folder that is not there yet, for a run to make. */
  readonly folder: string;
  remove(): Promise<void>;
  /** For a process that ends at once. */
  removeNow(): void;
}

export const makeScratch = async (place = tmpdir()): Promise<Scratch> => {
  // Its mode is 0700.
  const parent = await mkdtemp(join(place, 'imagebuilder-workflow-lake-'));
  const removeNow = (): void => rmSync(parent, { recursive: true, force: true });
  // However the process ends, unless it is killed.
  process.once('exit', removeNow);
  return {
    folder: join(parent, 'run'),
    remove: async () => {
      await rm(parent, { recursive: true, force: true });
      process.off('exit', removeNow);
    },
    removeNow,
  };
};

export interface ScratchPorts {
  readonly signals: Signals;
  readonly makeScratch: () => Promise<Scratch>;
}

/** Says what is to be stopped before a signal ends the process. */
export type OnStop = (stop: () => void) => void;

/** Gives the work a scratch folder, which is removed afterwards, also where a signal ends the process. */
export const withScratch = async <T>(
  { signals, makeScratch }: ScratchPorts,
  work: (folder: string, onStop: OnStop) => Promise<T>,
): Promise<T> => {
  const scratch = await makeScratch();
  const stops: (() => void)[] = [];
  const stopListening = signals.listen((signal) => {
    for (const stop of stops) stop();
    scratch.removeNow();
    signals.exit(exitOfSignal(signal));
  });
  try {
    await mkdir(scratch.folder);
    return await work(scratch.folder, (stop) => stops.push(stop));
  } finally {
    stopListening();
    await scratch.remove();
  }
};
