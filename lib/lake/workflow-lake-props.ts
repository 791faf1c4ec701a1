import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface WorkflowLakeProps {
  /**
   * A bucket to use. It must be versioned, and send its events to EventBridge; nothing of it is changed.
   *
   * @default - a new bucket, which is kept when the stack is deleted
   */
  readonly bucket?: IBucket | undefined;
  /**
   * The key that encrypts the bucket, with an S3 Bucket Key, and the results of queries. With `bucket`: the key that it
   * is encrypted with. Athena must be allowed to use it; where the key is imported, see docs/permissions.md.
   *
   * @default - SSE-S3
   */
  readonly bucketKey?: IKey | undefined;
  /**
   * The Glue database of the tables. A text, not a token: it stands within the encoded text of the views. To change it,
   * make the other one and set `existingDatabase`: the tables move, and the database that they leave is kept.
   *
   * @default 'aws'
   */
  readonly databaseName?: string | undefined;
  /**
   * Whether that database exists already. It is then left alone. One that the stack has made is kept when this becomes
   * true, or when the stack is deleted.
   *
   * @default false
   */
  readonly existingDatabase?: boolean | undefined;
  /**
   * The Athena workgroup. Its name is unique in an account and Region.
   *
   * @default 'imagebuilder-workflow-lake'
   */
  readonly workgroupName?: string | undefined;
  /**
   * A bucket for the results of queries, for clients that read them from S3. Whoever may read the lake may then read
   * and write it, and nothing of it is changed: let it forget what is old.
   *
   * @default - none: Athena keeps the results, for a day
   */
  readonly queryResultsBucket?: IBucket | undefined;
  /**
   * How many days of history are kept and can be queried; changes and coverage as long, and at least 90 days.
   *
   * @default 400
   */
  readonly historyDays?: number | undefined;
  /**
   * What one query may read before it is stopped, in bytes; at least 10,000,000.
   *
   * @default 10_000_000_000
   */
  readonly queryScanLimitBytes?: number | undefined;
}

export interface OnSnapshotPublishedOptions {
  /** Who is told of each published run. The event names the manifest; S3 sends each event at least once. */
  readonly target: IRuleTarget;
}
