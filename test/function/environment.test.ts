import { describe, expect, it } from '@jest/globals';
import type { FunctionEnvironment } from '../../lambda/contract/environment';
import { EnvironmentError, parseEnvironment } from '../../lambda/function/environment';

const ENVIRONMENT: FunctionEnvironment = {
  LAKE_BUCKET: 'example-lake',
  REGIONS: 'enabled',
  POWERTOOLS_SERVICE_NAME: 'workflow-lake',
};

const faultsIn = (environment: NodeJS.ProcessEnv): string => {
  try {
    parseEnvironment(environment);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  throw new Error('no fault was found');
};

describe('the function’s environment', () => {
  it('says which bucket, and that the Regions are those of the account', () => {
    expect(parseEnvironment({ ...ENVIRONMENT })).toEqual({
      bucket: 'example-lake',
      accounts: 'self',
      excludedAccounts: [],
      regions: 'enabled',
      excludedRegions: [],
    });
  });

  it('lists Regions, and Regions to leave out', () => {
    const lists = { REGIONS: 'eu-west-1, eu-west-2', EXCLUDED_REGIONS: 'us-east-1' };
    expect(parseEnvironment({ ...ENVIRONMENT, ...lists })).toMatchObject({
      regions: ['eu-west-1', 'eu-west-2'],
      excludedRegions: ['us-east-1'],
    });
  });

  it('says how puts are encrypted, by S3 or with a key; left out, they say nothing', () => {
    const encryptionIn = (LAKE_ENCRYPTION: string) => parseEnvironment({ ...ENVIRONMENT, LAKE_ENCRYPTION }).encryption;
    const kmsKeyArn = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd';
    expect(encryptionIn('AES256')).toBe('AES256');
    expect(encryptionIn(kmsKeyArn)).toEqual({ kmsKeyArn });
    expect(parseEnvironment({ ...ENVIRONMENT }).encryption).toBeUndefined();
    expect(faultsIn({ ...ENVIRONMENT, LAKE_ENCRYPTION: 'aws:kms' })).toMatch(
      /LAKE_ENCRYPTION is "aws:kms": neither AES256 nor the ARN of a key$/,
    );
  });

  it('may leave out nothing, be it said or not', () => {
    expect(parseEnvironment({ ...ENVIRONMENT, EXCLUDED_REGIONS: '' }).excludedRegions).toEqual([]);
  });

  it('lists accounts to enter by a role, or follows the organization', () => {
    const role = { MEMBER_ROLE: 'workflow-lake/member', EXTERNAL_ID: 'open:sesame' };
    const list = { ...role, ACCOUNTS: '210000000002, 210000000003', EXCLUDED_ACCOUNTS: '210000000009' };
    expect(parseEnvironment({ ...ENVIRONMENT, ...list })).toMatchObject({
      accounts: ['210000000002', '210000000003'],
      excludedAccounts: ['210000000009'],
      memberRole: 'workflow-lake/member',
      externalId: 'open:sesame',
    });
    const organization = {
      ...role,
      ACCOUNTS: 'organization',
      ORGANIZATIONAL_UNITS: 'ou-l4ke-aaaa0001,r-l4ke',
      EXCLUDED_ORGANIZATIONAL_UNITS: 'ou-l4ke-bbbb0002',
      ORGANIZATION_ROLE: 'arn:aws:iam::210000000001:role/lister',
    };
    expect(parseEnvironment({ ...ENVIRONMENT, ...organization })).toMatchObject({
      accounts: { units: ['ou-l4ke-aaaa0001', 'r-l4ke'], excludedUnits: ['ou-l4ke-bbbb0002'] },
      organizationRole: 'arn:aws:iam::210000000001:role/lister',
    });
  });

  it('names every fault of its accounts together with the others', () => {
    const wrong = {
      ACCOUNTS: '21000000000,210000000002',
      EXCLUDED_ACCOUNTS: 'all',
      ORGANIZATIONAL_UNITS: 'Workloads',
      EXTERNAL_ID: 'open sesame',
      LAKE_BUCKET: 's3://lake',
    };
    expect(faultsIn({ ...ENVIRONMENT, ...wrong }).split('; ')).toEqual([
      expect.stringContaining('LAKE_BUCKET is "s3://lake"'),
      'ACCOUNTS holds "21000000000": no ID of an account, which has 12 digits',
      'EXCLUDED_ACCOUNTS holds "all": no ID of an account, which has 12 digits',
      'ORGANIZATIONAL_UNITS holds "Workloads": no organizational unit, such as ou-ab12-cdefgh34',
      'EXTERNAL_ID is "open sesame": must be 2 to 1,224 letters, digits and +=,.@:/_-, with no blanks',
      expect.stringMatching(/^MEMBER_ROLE is missing\. The role to assume in each account/),
      'ORGANIZATIONAL_UNITS is set, but ACCOUNTS is not organization',
    ]);
    expect(faultsIn({ ...ENVIRONMENT, ACCOUNTS: 'organization', MEMBER_ROLE: '/a b' })).toMatch(
      /MEMBER_ROLE is "\/a b": no role, which has a name of up to 64/,
    );
  });

  it('may hold what others read', () => {
    expect(() => parseEnvironment({ ...ENVIRONMENT, AWS_REGION: 'eu-west-1', PATH: '/usr/bin' })).not.toThrow();
  });

  it('names every fault at once: what is missing and what it is for, what was given and what is allowed', () => {
    const message = faultsIn({
      REGIONS: 'eu-west-1,,Ireland',
      EXCLUDED_REGIONS: 'enabled',
      POWERTOOLS_SERVICE_NAME: '',
      POWERTOOLS_LOG_LEVEL: 'loud',
    });
    expect(message.split('; ')).toEqual([
      'the function’s environment cannot be used: LAKE_BUCKET is missing. The name of the lake’s bucket.',
      'REGIONS holds "", "Ireland": no name of a Region, such as eu-west-1',
      'EXCLUDED_REGIONS holds "enabled": no name of a Region, such as eu-west-1',
      expect.stringMatching(/^POWERTOOLS_SERVICE_NAME is empty\. Which deployment/),
      'POWERTOOLS_LOG_LEVEL is "loud": must be one of DEBUG, INFO, WARN, ERROR',
    ]);
  });

  it('cannot name a bucket as no bucket is named, or no Regions', () => {
    expect(faultsIn({ ...ENVIRONMENT, LAKE_BUCKET: 's3://example-lake' })).toContain('is "s3://example-lake"');
    expect(faultsIn({ ...ENVIRONMENT, REGIONS: '' })).toContain('REGIONS is empty');
  });

  it('names Regions of one partition', () => {
    expect(faultsIn({ ...ENVIRONMENT, REGIONS: 'eu-west-1,us-gov-west-1' })).toMatch(
      /: REGIONS holds Regions of aws and aws-us-gov: a function reads those of one partition$/,
    );
  });

  it('is not quoted at length', () => {
    expect(faultsIn({ ...ENVIRONMENT, LAKE_BUCKET: 'x'.repeat(1_000) }).length).toBeLessThan(300);
  });
});
