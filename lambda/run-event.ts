import type { ScheduledTime } from './contract/scheduled-time';
import type { CoverageRow } from './contract/tables';

/** What a run tells whoever watches it. Never holds document text. */
export type RunEvent =
  /** The newest run had been committed but not published: its publication is finished first. */
  | { readonly event: 'recovering'; readonly run: ScheduledTime }
  /** The newest run was never announced and its staged records have expired: they are lost, its rows are not. */
  | { readonly event: 'records_lost'; readonly run: ScheduledTime }
  /** Accounts other than the collector's own alone: their credentials and Regions are asked for. */
  | { readonly event: 'opening'; readonly accounts: number }
  | {
      readonly event: 'planned';
      /** With those of the accounts that could not be opened. */
      readonly targets: number;
      /** Those that are read. */
      readonly accounts: number;
      readonly regions: number;
      /** Accounts that could not be opened. */
      readonly notOpened: number;
      readonly lastRows: number;
    }
  /** A target has been dealt with. */
  | { readonly event: 'target'; readonly coverage: CoverageRow; readonly done: number; readonly targets: number }
  | { readonly event: 'merging' }
  | { readonly event: 'committed'; readonly run: ScheduledTime; readonly rows: number }
  | { readonly event: 'published'; readonly run: ScheduledTime };

export type Reporter = (event: RunEvent) => void;
