import type { RunRequest, RunResult } from '../../../lambda/run';
import type { Fault } from '../faults/fault';

/** How an attempt ends: with a result, with an error, or never. */
export type End = { readonly result: RunResult } | { readonly error: unknown } | 'crash';

export interface Invocation {
  readonly request: RunRequest;
  readonly faults?: readonly Fault[];
  /** When it is asked to stop, in milliseconds since 1970. */
  readonly stopAt?: number | undefined;
  readonly onEnd?: (end: End) => void;
}

/** The name of an end, to count it by. */
export const nameOfEnd = (end: End): string => {
  if (end === 'crash') return end;
  if ('result' in end) return end.result.status;
  return end.error instanceof Error ? end.error.name : typeof end.error;
};
