import { compactOf, parseCompact, type ScheduledTime } from '../contract/scheduled-time';
import { nameInGzipHeader } from './gzip-header';

/**
 * Which run and which attempt made a snapshot: `<compact scheduled time>.<id>`, in the name field of its gzip header. So
 * no two runs put the same bytes, and an ETag stands for one run.
 */
export interface Stamp {
  readonly run: ScheduledTime;
  readonly id: string;
}

const PATTERN = /^(\d{8}T\d{6}Z)\.([0-9a-f]{32})$/;

export const formatStamp = ({ run, id }: Stamp): string => `${compactOf(run)}.${id}`;

export const STAMP_LENGTH = '20261122T060000Z.'.length + 32;

/** The stamp in the first bytes of an object; undefined where there is none. */
export const parseStamp = (start: Uint8Array): Stamp | undefined => {
  const [, time, id] = PATTERN.exec(nameInGzipHeader(start) ?? '') ?? [];
  const run = time === undefined ? undefined : parseCompact(time);
  return run === undefined || id === undefined ? undefined : { run, id };
};
