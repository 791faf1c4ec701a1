import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import type { Attempt } from '../attempt/attempt';
import type { LoggedRead } from '../attempt/logged-read';
import type { Version } from '../lake/fake-lake';
import type { Decoded, Row } from './decoded';

/** A snapshot that became the current one, with what was staged beside it, and who put it there. */
export interface Commit {
  readonly run: ScheduledTime;
  readonly id: string;
  readonly at: number;
  readonly version: Version;
  readonly attempt: Attempt;
  /** What the attempt was told by the source. */
  readonly log: readonly LoggedRead[];
  /** The Regions it was to collect. */
  readonly plan: readonly string[];
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
  readonly rows: ReadonlyMap<string, Row>;
  /** By Region; undefined where the records had expired. */
  readonly coverage: ReadonlyMap<string, Row> | undefined;
  /** The Regions whose `as_of` was lost at some time, and which were not read since. */
  readonly forgotten: ReadonlySet<string>;
}

export const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
