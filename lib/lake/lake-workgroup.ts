import { Duration } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { privateBucket } from './private-bucket';
import { SAVED_QUERIES } from './queries/queries';

interface LakeWorkgroupProps {
  readonly workgroupName: string;
  readonly databaseName: string;
  readonly scanLimitBytes: number;
  readonly key: IKey | undefined;
}

const RESULT_DAYS = 7;

/**
 * Where the lake is queried: a workgroup whose settings nobody overrides. Results may hold documents, so they lie in a
 * bucket as private as the lake, and for a week only; in another bucket, because whoever asks must write to it.
 */
export class LakeWorkgroup extends Construct {
  readonly workgroup: CfnWorkGroup;
  readonly results: Bucket;

  constructor(scope: Construct, id: string, props: LakeWorkgroupProps) {
    super(scope, id);
    this.results = privateBucket(this, 'Results', props.key, {
      lifecycleRules: [
        {
          id: 'results',
          expiration: Duration.days(RESULT_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    this.workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: props.workgroupName,
      description: 'Questions to the tables of EC2 Image Builder workflows.',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        bytesScannedCutoffPerQuery: props.scanLimitBytes,
        resultConfiguration: {
          outputLocation: `s3://${this.results.bucketName}/`,
          encryptionConfiguration:
            props.key === undefined
              ? { encryptionOption: 'SSE_S3' }
              : { encryptionOption: 'SSE_KMS', kmsKey: props.key.keyArn },
        },
      },
    });
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
