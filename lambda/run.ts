import type { Clock } from './clock';
import type { Manifest } from './contract/manifest';
import type { ScheduledTime } from './contract/scheduled-time';
import type { CoverageRow } from './contract/tables';
import type { Source } from './image-builder';
import type { Lake } from './lake';
import type { Reporter } from './run-event';

export interface RunRequest {
  readonly scheduledTime: ScheduledTime;
  readonly accountId: string;
  /** The Regions to collect, or those that are enabled in the account. */
  readonly regions: readonly string[] | 'enabled';
  readonly excludedRegions: readonly string[];
  /** Whether targets that the lake holds may be dropped from it, because the plan lacks them. */
  readonly dropScope: boolean;
  /** When reading must stop, in milliseconds since 1970; what has been learnt by then is published. */
  readonly deadline?: number | undefined;
}

export interface RunPorts {
  readonly lake: Lake;
  readonly source: Source;
  readonly clock: Clock;
  /** A folder of this run's own: created, used and removed again. */
  readonly scratchFolder: string;
  readonly report: Reporter;
}

export interface RunResult {
  readonly run: ScheduledTime;
  /** published: by this attempt. already_published: by an earlier one. overtaken: a later run's snapshot is there. */
  readonly status: 'published' | 'already_published' | 'overtaken';
  /** Absent where the run was overtaken, or its manifest expired. */
  readonly manifest?: Manifest | undefined;
  /** What this attempt read; empty where it did not get that far. */
  readonly coverage: readonly CoverageRow[];
}

/**
 * Collects, merges and publishes one run. Throws a CollectorError where nothing could be published, and a
 * NothingReadError where the run is published but no target could be read.
 *
 * @param signal stops the run before its commit (StoppedError); after the commit it has no effect
 */
export const run = (_request: RunRequest, _ports: RunPorts, _signal?: AbortSignal): Promise<RunResult> =>
  Promise.reject(new Error('being written'));
