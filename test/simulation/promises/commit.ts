import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import type { Attempt } from '../attempt/attempt';
import type { LoggedRead } from '../attempt/logged-read';
import type { Version } from '../lake/fake-lake';
import type { Decoded, Row } from './decoded';

/** A target, or, with Region `*`, an account of which no Region is to be read: it could not be opened, or has none. */
export interface PlannedTarget {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Whether its account was opened. */
  readonly isOpened: boolean;
}

/** A snapshot that became the current one, with what was staged beside it, and who put it there. */
export interface Commit {
  readonly run: ScheduledTime;
  readonly id: string;
  readonly at: number;
  readonly version: Version;
  readonly attempt: Attempt;
  /** What the attempt was told by the source. */
  readonly log: readonly LoggedRead[];
  /** The targets that it was to collect, and those of accounts that could not be opened. */
  readonly plan: readonly PlannedTarget[];
  readonly snapshot: Decoded;
  readonly coverage: Decoded;
  readonly change: Decoded | undefined;
  /** The staged draft, as it was written. */
  readonly draft: Buffer;
  readonly base: Base;
}

/** What a commit was built upon. */
export interface Base {
  readonly run: ScheduledTime | null;
  /** Who collected it; undefined where its manifest is lost. */
  readonly collector: string | undefined;
  readonly rows: ReadonlyMap<string, Row>;
  /** By target; undefined where the records had expired. */
  readonly coverage: ReadonlyMap<string, Row> | undefined;
  /** The targets whose `as_of` was lost at some time, and which were not read since. */
  readonly forgotten: ReadonlySet<string>;
}

export const isPlanned = ({ plan }: Commit, target: string): boolean => plan.some(({ name }) => name === target);
