/** What became of one target in one run. Only the first two replace the target's rows in the snapshot. */
export const OUTCOMES = [
  'complete',
  'partial',
  'denied',
  'region_disabled',
  'no_endpoint',
  'throttled',
  'timed_out',
  'unavailable',
  'invalid_response',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export const isRead = (outcome: Outcome): boolean => outcome === 'complete' || outcome === 'partial';

/** How one row differs between two successive snapshots. */
export const CHANGES = ['created', 'updated', 'deleted', 'entered_scope', 'left_scope'] as const;

export type ChangeKind = (typeof CHANGES)[number];
