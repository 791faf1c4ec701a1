import { describe, expect, it } from '@jest/globals';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import {
  CONFIGURATION_KEY,
  ConfigurationError,
  configurationIn,
  configurationTable,
  parseConfiguration,
} from '../../../lib/configuration/configuration';

const faultsOf = (given: unknown): readonly string[] => faultsBy(() => parseConfiguration(given));

const faultsBy = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n  - ').slice(1);
  }
  return [];
};

const KEY = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('the configuration', () => {
  it('may be left out', () => {
    expect(parseConfiguration(undefined)).toEqual({
      regions: 'enabled',
      excludedRegions: [],
      accounts: 'self',
      organizationalUnits: [],
      excludedAccounts: [],
      excludedOrganizationalUnits: [],
      memberRoleName: 'imagebuilder-workflow-reader',
      memberRoleDecrypts: true,
      collectorRoleName: 'imagebuilder-workflow-collector',
      stackSetOrganizationalUnits: [],
      schedule: 'rate(1 hour)',
      databaseName: 'aws',
      existingDatabase: false,
      historyDays: 400,
      kmsKeyArns: [],
      dashboard: true,
      ephemeralStorageMiB: 2048,
      queryScanLimitBytes: 10_000_000_000,
      logRetentionDays: 90,
    });
  });

  it('names every fault at once: the member, what was given, what is allowed', () => {
    const faults = faultsOf({
      regions: ['eu-west-1', 'Ireland'],
      schedule: 'every hour',
      alarmAfterHours: 200,
      databaseName: 'My-Lake',
      existingDatabase: 'yes',
      existingBucketName: 'Bucket_1',
      bucketKeyArn: 'alias/lake',
      encryptionHeader: 'AES256',
      queryResultsBucketName: 's3://results',
      historyDays: 3,
      kmsKeyArns: [KEY, 'arn:aws:kms:eu-west-1:111122223333:alias/mine'],
      alarmEmail: 'ops',
      runbookUrl: 'docs/runbook.md',
      dashboard: 'no',
      ephemeralStorageMiB: 100,
      queryScanLimitBytes: 1,
      logRetentionDays: 100,
      region: 'eu-west-1',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'regions.1',
      'schedule',
      'alarmAfterHours',
      'databaseName',
      'existingDatabase',
      'existingBucketName',
      'bucketKeyArn',
      'encryptionHeader',
      'queryResultsBucketName',
      'historyDays',
      'kmsKeyArns.1',
      'alarmEmail',
      'runbookUrl',
      'dashboard',
      'ephemeralStorageMiB',
      'queryScanLimitBytes',
      'logRetentionDays',
      'region',
    ]);
    expect(faults).toContain('historyDays: given 3; allowed: a number of days from 7 to 3650');
    expect(faults.at(-1)).toMatch(/^region: not a member; allowed: regions, excludedRegions, /);
  });

  it('says where it stands', () => {
    expect(() => parseConfiguration({ historyDays: 3 })).toThrow(
      /^The context "imagebuilder-workflow-lake" of cdk.json/,
    );
    expect(faultsOf([])).toEqual([expect.stringMatching(/^given \[\]; allowed: an object with regions, /)]);
  });

  it('leaves at least one Region to collect, which is said beside other faults', () => {
    const faults = faultsOf({ regions: ['eu-west-1'], excludedRegions: ['eu-west-1'], historyDays: 'long' });
    expect(faults).toEqual([
      expect.stringMatching(/^historyDays: /),
      'excludedRegions: given ["eu-west-1"]; allowed: a list of Regions that leaves at least one to collect',
    ]);
  });

  it('puts no results of queries into the lake, where whoever asks could overwrite it', () => {
    expect(faultsOf({ existingBucketName: 'my-lake', queryResultsBucketName: 'my-results' })).toEqual([]);
    expect(faultsOf({ existingBucketName: 'my-lake', queryResultsBucketName: 'my-lake' })).toEqual([
      'queryResultsBucketName: given "my-lake"; allowed: the name of a bucket of this account and Region, other than that of the lake',
    ]);
  });

  it.each(['arn:aws:kms:eu-west-1:111122223333:alias/mine', 'alias/mine', '1234abcd', 'arn:aws:kms:eu-west-1::key/1'])(
    'takes keys by their ARN only: not %s',
    (arn) => {
      expect(faultsOf({ kmsKeyArns: [arn], bucketKeyArn: arn })).toHaveLength(2);
    },
  );

  it('takes every Region that there is', () => {
    for (const { name } of RegionInfo.regions) expect(faultsOf({ regions: [name] })).toEqual([]);
  });

  it.each(['eu-wset-1', 'xx-west-1', 'us-gov-1', 'eu-west', 'eu-west-1a', 'us-gov-west-l'])(
    'refuses a Region that no partition has, also among those to leave out: %s',
    (name) => {
      expect(faultsOf({ regions: [name], excludedRegions: [name] }).map((fault) => fault.split(':')[0])).toEqual([
        'regions.0',
        'excludedRegions.0',
      ]);
    },
  );

  it('refuses a name that S3 gives no bucket', () => {
    expect(faultsOf({ existingBucketName: 'a..b', queryResultsBucketName: '10.0.0.1' })).toEqual([
      expect.stringMatching(/^existingBucketName: given "a\.\.b"; allowed: the name of a bucket/),
      expect.stringMatching(/^queryResultsBucketName: given "10\.0\.0\.1"; /),
    ]);
  });

  it('takes keys and Regions of any partition', () => {
    expect(faultsOf({ kmsKeyArns: [KEY], bucketKeyArn: KEY, regions: ['us-gov-west-1', 'us-gov-east-1'] })).toEqual([]);
  });

  it('takes no Regions of two partitions: no credentials are of both', () => {
    expect(faultsOf({ regions: ['eu-west-1', 'cn-north-1'] })).toEqual([
      'regions: given ["eu-west-1","cn-north-1"]; allowed: "enabled", or a list of Regions of one partition such as ["eu-west-1", "us-east-1"]',
    ]);
  });
});

describe('the context around the configuration', () => {
  it('may hold what is meant for others', () => {
    const context = { '@aws-cdk/core:stackRelativeExports': true, [CONFIGURATION_KEY]: { historyDays: 30 } };
    expect(configurationIn(context)).toMatchObject({ historyDays: 30 });
    expect(configurationIn({})).toEqual(parseConfiguration());
  });

  it.each(['workflow-lake', 'imagebuilder', 'imagebuilder-workflow-reader'])('may hold what is like it: %s', (key) => {
    expect(configurationIn({ [key]: {} })).toEqual(parseConfiguration());
  });

  it.each([
    `${CONFIGURATION_KEY}.historyDays`,
    `${CONFIGURATION_KEY}:historyDays`,
    'imagebuilderWorkflowLake',
    'imagebuilder-workflow-lak',
    'image-builder-workflows-lake',
    'imgebuilder-workflw-lake',
    'historyDays',
  ])('does not pass over %s, as of -c on the command line', (key) => {
    expect(faultsBy(() => configurationIn({ [CONFIGURATION_KEY]: {}, [key]: '30' }))).toEqual([
      `${key}: a key of its own, which is not read; allowed: a member of the object "${CONFIGURATION_KEY}", in cdk.json`,
    ]);
  });
});

describe('a schedule', () => {
  it.each([
    'rate(15 minutes)',
    'rate(1 hour)',
    'rate(72 hours)',
    'rate(1 day)',
    'rate(3 days)',
    'cron(0 6 * * ? *)',
    'cron(0,15,30,45 * ? * MON-FRI *)',
    'cron(30 2 1,15 * ? 2026-2030)',
  ])('may be %s', (schedule) => {
    expect(faultsOf({ schedule })).toEqual([]);
  });

  it.each([
    'rate(5 minutes)',
    'rate(14 minutes)',
    'rate(4 days)',
    'rate(1 hours)',
    'rate(2 hour)',
    'rate(0 hours)',
    'rate(1.5 hours)',
    'at(2026-11-22T06:00:00)',
    'cron(* * * * ? *)',
    'cron(*/5 * * * ? *)',
    'cron(0 6 * * * *)',
    'cron(0 6 ? * ? *)',
    'cron(0 6 * * ?)',
    '0 6 * * *',
  ])('may not be %s', (schedule) => {
    expect(faultsOf({ schedule })).toHaveLength(1);
  });
});

describe('the table of the configuration', () => {
  const rows = configurationTable().trimEnd().split('\n');

  it('has a row for each member, of four cells', () => {
    expect(rows).toHaveLength(2 + 30);
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
  });

  it('gives the defaults that are used', () => {
    expect(rows).toContainEqual(
      expect.stringMatching(/^\| `historyDays` \| `400` \| a number of days from 7 to 3650 \| /),
    );
    expect(rows).toContainEqual(expect.stringMatching(/^\| `alarmEmail` \| none \| /));
  });
});
