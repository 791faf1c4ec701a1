import type { ChangeKind, Outcome } from './outcome';
import type { ScheduledTime } from './scheduled-time';

/** What is known of a table's object before it is put: its content. */
export interface Content {
  readonly rows: number;
  /** Of the uncompressed content, in hex. */
  readonly sha256: string;
}

/** An object of a published run, as it stands in the lake. */
export interface PublishedObject extends Content {
  readonly key: string;
  readonly version_id: string | null;
  readonly etag: string;
  /** Size in the lake, compressed. */
  readonly bytes: number;
}

interface ManifestFacts {
  readonly schema_version: number;
  readonly run: ScheduledTime;
  readonly dt: string;
  /** The run that the snapshot of this one was built on: the published runs form a chain. Null for the first. */
  readonly previous_run: ScheduledTime | null;
  /** How many targets had each outcome; outcomes that none had are left out. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** How many rows changed in each way; kinds that none had are left out. */
  readonly changes: Readonly<Partial<Record<ChangeKind, number>>>;
  /** Whether the snapshot serves every target as of this very run. */
  readonly all_fresh: boolean;
}

/** What an attempt lays into its staging before it commits. Its hash is the attempt's id. */
export interface DraftManifest extends ManifestFacts {
  readonly snapshot: Content;
  readonly coverage: Content;
  /** Null where nothing changed. */
  readonly change: Content | null;
}

/** "Run R is published, and here is what it is": the one announcement of a run, written last. */
export interface Manifest extends ManifestFacts {
  /** The id of the attempt that was published. */
  readonly id: string;
  readonly objects: {
    /** The table imagebuilder_workflow, until the next run replaces the object: `version_id` says which version. */
    readonly snapshot: PublishedObject;
    /** The same content as the day's snapshot, until a later run of the day replaces it. */
    readonly history: PublishedObject;
    readonly coverage: PublishedObject;
    readonly change: PublishedObject | null;
  };
}
