import { constants } from 'node:os';
import type { StopSignal } from './signals';

/** What a command tells whoever called it. */
export const EXIT = {
  done: 0,
  /** Nothing could be read, or the run or the query failed. */
  failed: 1,
  wrongUsage: 2,
  /** The run is published, and some targets could not be read. */
  someFailed: 3,
} as const;

/** As the shell has it for a process that a signal ended. */
export const exitOfSignal = (signal: StopSignal): number => 128 + constants.signals[signal];
