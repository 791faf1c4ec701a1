import type { Manifest } from './contract/manifest';
import type { ScheduledTime } from './contract/scheduled-time';
import type { CoverageRow } from './contract/tables';
import { CollectorError } from './errors';

export interface RunResult {
  readonly run: ScheduledTime;
  /** published: by this attempt. already_published: by an earlier one. overtaken: a later run's snapshot is there. */
  readonly status: 'published' | 'already_published' | 'overtaken';
  /** Absent where the run was overtaken, or its manifest is lost. */
  readonly manifest?: Manifest | undefined;
  /** What this attempt read; empty where it did not get that far. */
  readonly coverage: readonly CoverageRow[];
}

/** The run is published, but it could read no target at all. */
export class NothingReadError extends CollectorError {
  override readonly name = 'NothingReadError';
  constructor(
    message: string,
    readonly result: RunResult,
  ) {
    super(message);
  }
}
