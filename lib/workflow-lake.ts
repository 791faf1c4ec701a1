import { Aws, Token } from 'aws-cdk-lib';
import type { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { CfnDatabase, type CfnTable } from 'aws-cdk-lib/aws-glue';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { MANIFEST_PREFIX } from '../lambda/contract/layout';
import { TABLES } from '../lambda/contract/tables';
import { acknowledge, NO_ACCESS_LOG } from './acknowledge';
import { lakeBucket } from './lake-bucket';
import { lakeTable } from './lake-tables';
import { lakeView } from './lake-views';
import { LakeWorkgroup } from './lake-workgroup';
import { readerPermissions } from './reader-permissions';
import { VIEWS } from './views/views';

export interface WorkflowLakeProps {
  /**
   * A bucket to use. It must be versioned, and send its events to EventBridge; nothing of it is changed.
   *
   * @default - a new bucket, which is kept when the stack is deleted
   */
  readonly bucket?: IBucket | undefined;
  /**
   * The key that encrypts the bucket and the results of queries, with an S3 Bucket Key. With `bucket`: the key that it
   * is encrypted with.
   *
   * @default - SSE-S3
   */
  readonly bucketKey?: IKey | undefined;
  /**
   * The Glue database of the tables. A text, not a token: it stands within the encoded text of the views.
   *
   * @default 'aws'
   */
  readonly databaseName?: string | undefined;
  /**
   * Whether that database exists already. It is then left alone.
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

/** The bucket and the tables, views and saved queries over it. */
export class WorkflowLake extends Construct {
  readonly bucket: Bucket | IBucket;
  readonly bucketKey: IKey | undefined;
  readonly databaseName: string;
  readonly workgroupName: string;
  readonly workgroup: CfnWorkGroup;
  /** Where Athena puts the results of queries. */
  readonly resultsBucket: Bucket;

  constructor(scope: Construct, id: string, props: WorkflowLakeProps = {}) {
    super(scope, id);
    const { historyDays = 400 } = props;
    this.databaseName = checkedName(props.databaseName ?? 'aws');
    this.workgroupName = props.workgroupName ?? 'imagebuilder-workflow-lake';
    this.bucketKey = props.bucketKey;
    this.bucket = props.bucket ?? this.makeBucket(historyDays);
    this.defineTables(historyDays, props.existingDatabase ?? false);
    const { workgroup, results } = new LakeWorkgroup(this, 'Workgroup', {
      workgroupName: this.workgroupName,
      databaseName: this.databaseName,
      scanLimitBytes: props.queryScanLimitBytes ?? 10_000_000_000,
      key: props.bucketKey,
    });
    this.workgroup = workgroup;
    this.resultsBucket = results;
  }

  /** Lets somebody query the tables in the workgroup, and read published objects and manifests. */
  grantRead(grantee: IGrantable): Grant {
    const permissions = readerPermissions({
      partition: Aws.PARTITION,
      region: Aws.REGION,
      accountId: Aws.ACCOUNT_ID,
      bucketArn: this.bucket.bucketArn,
      resultsBucketArn: this.resultsBucket.bucketArn,
      keyArn: this.bucketKey?.keyArn,
      databaseName: this.databaseName,
      workgroupName: this.workgroupName,
    });
    const grants = permissions.map(({ actions, resources, conditions }) =>
      Grant.addToPrincipal({
        grantee,
        actions: [...actions],
        resourceArns: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
    return grants.reduce((all, grant) => all.combine(grant));
  }

  /** A rule that tells a target of each manifest: of each published run. */
  onSnapshotPublished(id: string, { target }: OnSnapshotPublishedOptions): Rule {
    return new Rule(this, id, {
      description: 'A run of the Image Builder workflow lake is published.',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.bucket.bucketName] }, object: { key: [{ prefix: `${MANIFEST_PREFIX}/` }] } },
      },
      targets: [target],
    });
  }

  private makeBucket(historyDays: number): Bucket {
    const bucket = lakeBucket(this, 'Bucket', { historyDays, key: this.bucketKey });
    acknowledge(bucket, 'S1', NO_ACCESS_LOG);
    return bucket;
  }

  private defineTables(historyDays: number, existing: boolean): void {
    const { databaseName } = this;
    const { bucketName } = this.bucket;
    const tables: readonly CfnTable[] = [
      ...TABLES.map((table) => lakeTable(this, table.name, table, { databaseName, bucketName, historyDays })),
      ...VIEWS.map((view) => lakeView(this, view.name, view, databaseName)),
    ];
    if (existing) return;
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: databaseName, description: 'AWS resources as tables: EC2 Image Builder workflows.' },
    });
    for (const table of tables) table.addResourceDependency(database);
  }
}

const checkedName = (databaseName: string): string => {
  if (!Token.isUnresolved(databaseName)) return databaseName;
  throw new TypeError(
    'databaseName is a token; it must be a text, since it stands within the encoded text of the views',
  );
};
