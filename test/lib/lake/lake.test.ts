import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { glueColumns } from '../../../lambda/contract/glue';
import {
  changeKey,
  coverageKey,
  historyKey,
  manifestKey,
  SNAPSHOT_KEY,
  STEP_KEY,
  stagingKeys,
} from '../../../lambda/contract/layout';
import { parseScheduledTime } from '../../../lambda/contract/scheduled-time';
import { TABLES } from '../../../lambda/contract/tables';
import { resourceOf, resourcesOf, spelled, templateOf } from '../synthesized';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const time = parseScheduledTime('2026-11-22T06:00:00Z');
if (time === undefined) throw new Error('no scheduled time');
const KEYS = {
  imagebuilder_workflow: SNAPSHOT_KEY,
  imagebuilder_workflow_history: historyKey(time),
  imagebuilder_workflow_change: changeKey(time),
  imagebuilder_workflow_coverage: coverageKey(time),
  imagebuilder_workflow_step: STEP_KEY,
};

/** Of a resource that outlives whatever takes it out of the stack, but not the failure of its own creation. */
const KEPT = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

const template = templateOf();
const bucket = resourceOf(template, 'AWS::S3::Bucket', 'LakeBucket');
const bucketRef = `{${bucket.id}}`;

interface Rule {
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
}

const rulesOf = (given: unknown): readonly Rule[] =>
  resourceOf(templateOf(given), 'AWS::S3::Bucket', 'LakeBucket').properties.LifecycleConfiguration.Rules;

/** The days after which an object expires; undefined: never. */
const daysOf = (rules: readonly Rule[], key: string): number | undefined =>
  rules.find(({ Prefix, ExpirationInDays }) => ExpirationInDays !== undefined && key.startsWith(Prefix ?? ''))
    ?.ExpirationInDays;

describe('the bucket', () => {
  it('is the only one: Athena keeps the results of queries', () => {
    template.resourceCountIs('AWS::S3::Bucket', 1);
  });

  it('is private, and kept when the stack goes, unless its first deployment failed', () => {
    template.allResources('AWS::S3::Bucket', {
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
      ...KEPT,
    });
    template.allResources('AWS::S3::BucketPolicy', KEPT);
  });

  it('answers to TLS only', () => {
    const { properties } = resourceOf(template, 'AWS::S3::BucketPolicy');
    expect(spelled(properties.Bucket)).toBe(bucketRef);
    const [statement] = properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Action: 's3:*',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(statement.Resource.map(spelled)).toEqual([`{${bucket.id}.Arn}`, `{${bucket.id}.Arn}/*`]);
  });

  it('is encrypted by S3, or with the configured key and an S3 Bucket Key', () => {
    const encryptionIn = (given: unknown) =>
      resourceOf(templateOf(given), 'AWS::S3::Bucket').properties.BucketEncryption.ServerSideEncryptionConfiguration;
    const managed = [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
    expect(encryptionIn({})).toEqual(managed);
    const keyed = [
      { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN } },
    ];
    expect(encryptionIn({ bucketKeyArn: KEY_ARN })).toEqual(keyed);
  });

  it('keeps versions', () => {
    expect(bucket.properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  it('sends its events to EventBridge, by a property and not by another function', () => {
    expect(bucket.properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    template.resourceCountIs('AWS::Lambda::Function', 1);
    expect(
      resourcesOf(template).filter(({ type }) => type.startsWith('Custom::') || type.includes('CustomResource')),
    ).toEqual([]);
  });
});

describe('the lifecycle of the lake', () => {
  const staged = stagingKeys(time, 'a'.repeat(32));

  it('never ends for manifests, for the newest snapshot and its steps', () => {
    expect(daysOf(rulesOf({}), manifestKey(time))).toBeUndefined();
    expect(daysOf(rulesOf({}), SNAPSHOT_KEY)).toBeUndefined();
    expect(daysOf(rulesOf({}), STEP_KEY)).toBeUndefined();
  });

  it.each([
    [7, 7, 90],
    [400, 400, 400],
  ])('of %i days of history: %i for the history, %i for what recovers and explains a run', (days, history, records) => {
    const rules = rulesOf({ historyDays: days });
    expect(daysOf(rules, historyKey(time))).toBe(history);
    for (const key of [changeKey(time), coverageKey(time), ...Object.values(staged)])
      expect(daysOf(rules, key)).toBe(records);
  });

  it('leaves a replaced version for two weeks, whatever object it is, and an unfinished upload for a day', () => {
    const [everywhere, ...more] = rulesOf({}).filter(({ Prefix }) => Prefix === undefined);
    expect(more).toEqual([]);
    expect(everywhere).toMatchObject({
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 14 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      ExpiredObjectDeleteMarker: true,
    });
  });
});

describe.each(TABLES)('the table $name', (table) => {
  const found = resourcesOf(template, 'AWS::Glue::Table').find(
    ({ properties }) => properties.TableInput.Name === table.name,
  );
  const { TableInput: input, DatabaseName: database } = found?.properties ?? {};

  it('is in the database aws, with the columns of the contract', () => {
    expect(database).toBe('aws');
    expect(input.TableType).toBe('EXTERNAL_TABLE');
    expect(input.StorageDescriptor.Columns).toEqual(glueColumns(table));
    expect(input.PartitionKeys.map(({ Name, Type }: Record<string, string>) => `${Name} ${Type}`)).toEqual(
      table.partitioned ? ['dt string'] : [],
    );
  });

  it('reads JSON as it stands, and fails where a line is none', () => {
    expect(input.StorageDescriptor).toMatchObject({
      InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      SerdeInfo: {
        SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
        Parameters: { 'case.insensitive': 'FALSE', 'ignore.malformed.json': 'FALSE' },
      },
    });
  });

  it('lies where the collector writes', () => {
    const location = spelled(input.StorageDescriptor.Location);
    expect(location).toBe(`s3://${bucketRef}/${table.name}/`);
    const pattern = spelled(input.Parameters['storage.location.template'] ?? location);
    const folder = pattern.replace(/\$\{dt\}/, '2026-11-22');
    const key = `s3://${bucketRef}/${KEYS[table.name]}`;
    expect(key.slice(0, key.lastIndexOf('/') + 1)).toBe(folder);
  });

  it('works its partitions out of the query, for as many days as are kept', () => {
    const projected = Object.fromEntries(
      Object.entries(input.Parameters).filter(([name]) => name.startsWith('projection.')),
    );
    if (!table.partitioned) return expect(projected).toEqual({});
    return expect(projected).toEqual({
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': `NOW-${daysOf(rulesOf({}), KEYS[table.name])}DAYS,NOW`,
      'projection.dt.interval': '1',
      'projection.dt.interval.unit': 'DAYS',
    });
  });
});

describe('a database and a bucket that exist already', () => {
  const existing = templateOf({ existingDatabase: true, databaseName: 'cloud', existingBucketName: 'my-lake' });

  it('are used, and not made', () => {
    existing.resourceCountIs('AWS::Glue::Database', 0);
    existing.resourceCountIs('AWS::S3::Bucket', 0);
    existing.allResourcesProperties('AWS::Glue::Table', { DatabaseName: 'cloud' });
    existing.hasResourceProperties('AWS::Glue::Table', {
      TableInput: { StorageDescriptor: { Location: 's3://my-lake/imagebuilder_workflow/' } },
    });
    existing.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { LAKE_BUCKET: 'my-lake' } } });
    existing.hasResourceProperties('AWS::Athena::NamedQuery', { Database: 'cloud' });
  });

  it('are made otherwise, the database before its tables', () => {
    const database = resourceOf(template, 'AWS::Glue::Database');
    expect(database.properties.DatabaseInput.Name).toBe('aws');
    template.allResources('AWS::Glue::Table', { DependsOn: [database.id] });
  });

  it('are kept by every switch and by the removal of the stack, whoever made them', () => {
    template.allResources('AWS::Glue::Database', KEPT);
    templateOf({ databaseName: 'cloud' }).allResources('AWS::Glue::Database', KEPT);
  });
});

describe('the workgroup', () => {
  it('stops a query that reads too much, and lets nobody override it', () => {
    templateOf({ queryScanLimitBytes: 12_345_678 }).hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'imagebuilder-workflow-lake',
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        BytesScannedCutoffPerQuery: 12_345_678,
        EnforceWorkGroupConfiguration: true,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      },
    });
  });

  const configurationIn = (given: unknown) =>
    resourceOf(templateOf(given), 'AWS::Athena::WorkGroup').properties.WorkGroupConfiguration;

  it('leaves results to Athena, which encrypts them with the key of the lake where there is one', () => {
    expect(configurationIn({})).toMatchObject({ ManagedQueryResultsConfiguration: { Enabled: true } });
    expect(configurationIn({ bucketKeyArn: KEY_ARN }).ManagedQueryResultsConfiguration).toEqual({
      Enabled: true,
      EncryptionConfiguration: { KmsKey: KEY_ARN },
    });
  });

  it('names no place in S3 beside that, which Athena would refuse', () => {
    for (const given of [{}, { bucketKeyArn: KEY_ARN }])
      expect(configurationIn(given)).not.toHaveProperty('ResultConfiguration');
  });

  it('puts results into a bucket of your own, encrypted, where one is named', () => {
    const named = { queryResultsBucketName: 'my-results' };
    expect(configurationIn(named)).toMatchObject({
      ManagedQueryResultsConfiguration: { Enabled: false },
      ResultConfiguration: {
        OutputLocation: 's3://my-results/',
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
      },
    });
    expect(configurationIn({ ...named, bucketKeyArn: KEY_ARN }).ResultConfiguration.EncryptionConfiguration).toEqual({
      EncryptionOption: 'SSE_KMS',
      KmsKey: KEY_ARN,
    });
  });

  it('offers saved queries, each under a name of its own', () => {
    const queries = resourcesOf(template, 'AWS::Athena::NamedQuery').map(({ properties }) => properties);
    expect(queries.length).toBeGreaterThanOrEqual(10);
    expect(new Set(queries.map(({ Name }) => Name)).size).toBe(queries.length);
    for (const query of queries)
      expect(query).toMatchObject({
        Database: 'aws',
        WorkGroup: 'imagebuilder-workflow-lake',
        QueryString: expect.any(String),
      });
    template.allResources('AWS::Athena::NamedQuery', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('Workgroup')]),
    });
  });
});
