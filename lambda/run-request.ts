import type { ScheduledTime } from './contract/scheduled-time';
import type { Scope } from './reading/plan';

/**
 * Which targets that the lake holds, and the plan lacks, may leave it: none, Regions of the planned account, or any.
 */
export type DropScope = 'none' | 'regions' | 'any';

export interface RunRequest extends Scope {
  readonly scheduledTime: ScheduledTime;
  readonly dropScope: DropScope;
  /** When reading must stop, on the monotonic clock; what has been learnt by then is published. */
  readonly deadline?: number | undefined;
}
