/**
 * What the function is invoked with. The scheduled time is the identity of the run, in UTC, with whole seconds:
 * `2026-11-22T06:00:00Z`. Without it, the run is of the second in which the function is invoked.
 */
export interface CollectorEvent {
  readonly scheduledTime?: string;
  /** For this one run: many of the accounts that the lake holds may leave it at once. */
  readonly dropScope?: boolean;
}

/**
 * The input that the schedule sends: EventBridge Scheduler replaces the attribute by the time that the invocation was
 * meant for, the same in each of its retries.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const SCHEDULED_EVENT = { scheduledTime: '<aws.scheduler.scheduled-time>' } as const satisfies CollectorEvent;
