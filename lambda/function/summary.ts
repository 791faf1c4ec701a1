import type { Manifest } from '../contract/manifest';
import type { ScheduledTime } from '../contract/scheduled-time';
import type { RunResult } from '../run-result';

/** What the function answers, and logs: how the run ended, in totals. They are null where a later run's came first. */
export interface Summary {
  readonly run: ScheduledTime;
  readonly status: RunResult['status'];
  readonly outcomes: Manifest['outcomes'] | null;
  readonly rows: number | null;
  readonly changes: Manifest['changes'] | null;
  readonly all_fresh: boolean | null;
}

export const summaryOf = ({ run, status, manifest }: RunResult): Summary => ({
  run,
  status,
  outcomes: manifest?.outcomes ?? null,
  rows: manifest?.objects.snapshot.rows ?? null,
  changes: manifest?.changes ?? null,
  all_fresh: manifest?.all_fresh ?? null,
});
