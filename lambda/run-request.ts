import type { ScheduledTime } from './contract/scheduled-time';
import type { Scope } from './scope';

/**
 * What the lake holds, and the plan lacks, may leave it: no target; Regions, and accounts where they are few; also many
 * accounts at once; anything, even where another account collected it.
 */
export type DropScope = 'none' | 'few_accounts' | 'many_accounts' | 'any';

export interface RunRequest extends Scope {
  readonly scheduledTime: ScheduledTime;
  readonly dropScope: DropScope;
  /** When reading must stop, on the monotonic clock; what has been learnt by then is published. */
  readonly deadline?: number | undefined;
}
