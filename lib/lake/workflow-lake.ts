import { Aws, RemovalPolicy, Token } from 'aws-cdk-lib';
import type { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CfnDatabase, type CfnTable } from 'aws-cdk-lib/aws-glue';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { MANIFEST_PREFIX } from '../../lambda/contract/layout';
import { TABLES } from '../../lambda/contract/tables';
import { VIEWS } from '../../lambda/contract/views/views';
import { DEFAULTS } from '../configuration/defaults';
import { makeLakeBucket } from './lake-bucket';
import { makeLakeTable } from './lake-tables';
import { makeLakeView } from './lake-views';
import { LakeWorkgroup } from './lake-workgroup';
import { readerPermissions } from './reader-permissions';
import type { OnSnapshotPublishedOptions, WorkflowLakeProps } from './workflow-lake-props';

/** The bucket and the tables, views and saved queries over it. */
export class WorkflowLake extends Construct {
  readonly bucket: Bucket | IBucket;
  readonly bucketKey: IKey | undefined;
  readonly databaseName: string;
  readonly workgroupName: string;
  readonly workgroup: CfnWorkGroup;
  /** Where Athena puts the results of queries; undefined where it keeps them itself. */
  readonly queryResultsBucket: IBucket | undefined;

  constructor(scope: Construct, id: string, props: WorkflowLakeProps = {}) {
    super(scope, id);
    const { historyDays = DEFAULTS.historyDays } = props;
    this.databaseName = checkedName(props.databaseName ?? DEFAULTS.databaseName);
    this.workgroupName = props.workgroupName ?? DEFAULTS.workgroupName;
    this.bucketKey = props.bucketKey;
    this.bucket = props.bucket ?? makeLakeBucket(this, 'Bucket', { historyDays, key: props.bucketKey });
    this.defineTables(historyDays, props.existingDatabase ?? false);
    this.queryResultsBucket = otherThan(this.bucket, props.queryResultsBucket);
    const { workgroup } = new LakeWorkgroup(this, 'Workgroup', {
      workgroupName: this.workgroupName,
      databaseName: this.databaseName,
      scanLimitBytes: props.queryScanLimitBytes ?? DEFAULTS.queryScanLimitBytes,
      key: props.bucketKey,
      resultsBucket: props.queryResultsBucket,
    });
    this.workgroup = workgroup;
  }

  /** Lets somebody query the tables in the workgroup, and read published objects and manifests. */
  grantRead(grantee: IGrantable): Grant {
    const permissions = readerPermissions({
      partition: Aws.PARTITION,
      region: Aws.REGION,
      accountId: Aws.ACCOUNT_ID,
      bucketArn: this.bucket.bucketArn,
      resultsBucketArn: this.queryResultsBucket?.bucketArn,
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

  /** The tables go with the stack; the database may hold those of others by then, and stays. */
  private defineTables(historyDays: number, existing: boolean): void {
    const { databaseName } = this;
    const { bucketName } = this.bucket;
    const tables: readonly CfnTable[] = [
      ...TABLES.map((table) => makeLakeTable(this, table.name, table, { databaseName, bucketName, historyDays })),
      ...VIEWS.map((view) => makeLakeView(this, view.name, view, databaseName)),
    ];
    if (existing) return;
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: databaseName, description: 'AWS resources as tables: EC2 Image Builder workflows.' },
    });
    database.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    for (const table of tables) table.addResourceDependency(database);
  }
}

/** Whoever asks writes the results: in the lake, they could write anything. */
const otherThan = (lake: Bucket | IBucket, results: IBucket | undefined): IBucket | undefined => {
  if (results?.bucketName !== lake.bucketName) return results;
  throw new TypeError('queryResultsBucket is the bucket of the lake; it must be another one, or be left out');
};

const checkedName = (databaseName: string): string => {
  if (!Token.isUnresolved(databaseName)) return databaseName;
  throw new TypeError(
    'databaseName is a token; it must be a text, since it stands within the encoded text of the views',
  );
};
