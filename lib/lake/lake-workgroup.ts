import { Aws } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SAVED_QUERIES } from './queries/queries';
import { resultsKeyStatement } from './results-key';

interface LakeWorkgroupProps {
  readonly workgroupName: string;
  readonly databaseName: string;
  readonly scanLimitBytes: number;
  readonly key: IKey | undefined;
  readonly resultsBucket: IBucket | undefined;
}

/**
 * Where the lake is queried: a workgroup whose settings nobody overrides. Results may hold documents, so Athena keeps
 * them, for a day, and gives them to whoever may ask in the workgroup and knows the ID of the query.
 */
export class LakeWorkgroup extends Construct {
  readonly workgroup: CfnWorkGroup;

  constructor(scope: Construct, id: string, props: LakeWorkgroupProps) {
    super(scope, id);
    this.workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: props.workgroupName,
      description: 'Questions to the tables of EC2 Image Builder workflows.',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        bytesScannedCutoffPerQuery: props.scanLimitBytes,
        ...resultsOf(props),
      },
    });
    if (props.resultsBucket === undefined) props.key?.addToResourcePolicy(encryptResults(props.workgroupName));
    this.saveQueries(props.databaseName);
  }

  private saveQueries(databaseName: string): void {
    for (const { name, description, sql } of SAVED_QUERIES) {
      const query = new CfnNamedQuery(this, name, {
        name,
        description,
        database: databaseName,
        queryString: sql,
        workGroup: this.workgroup.name,
      });
      query.addResourceDependency(this.workgroup);
    }
  }
}

/** With a bucket, it says also that Athena does not keep them: only that switches a workgroup for which Athena did. */
const resultsOf = ({ key, resultsBucket }: LakeWorkgroupProps): CfnWorkGroup.WorkGroupConfigurationProperty =>
  resultsBucket === undefined
    ? { managedQueryResultsConfiguration: { enabled: true, ...encryptedByAthena(key) } }
    : {
        managedQueryResultsConfiguration: { enabled: false },
        resultConfiguration: {
          outputLocation: `s3://${resultsBucket.bucketName}/`,
          encryptionConfiguration:
            key === undefined ? { encryptionOption: 'SSE_S3' } : { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
        },
      };

const encryptedByAthena = (key: IKey | undefined): CfnWorkGroup.ManagedQueryResultsConfigurationProperty =>
  key === undefined ? {} : { encryptionConfiguration: { kmsKey: key.keyArn } };

/** The statement for a key of this app. The policy of a key that is known by its ARN cannot be changed from here. */
const encryptResults = (workgroupName: string): PolicyStatement => {
  const { PARTITION: partition, REGION: region, ACCOUNT_ID: accountId } = Aws;
  return PolicyStatement.fromJson(resultsKeyStatement({ partition, region, accountId, workgroupName }));
};
