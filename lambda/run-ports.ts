import type { Clock } from './clock';
import type { Lake } from './lake/lake';
import type { Reporter } from './run-event';
import type { Source } from './source/image-builder';

export interface RunPorts {
  readonly lake: Lake;
  readonly source: Source;
  readonly clock: Clock;
  /** A folder of this run's own: created, used and removed again. */
  readonly scratchFolder: string;
  readonly report: Reporter;
}
