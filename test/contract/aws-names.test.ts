import { partition } from '@aws-sdk/core/client';
import { describe, expect, it } from '@jest/globals';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import fc from 'fast-check';
import { isAccountId, isBucketName, isKeyArn, isRegionName, partitionOf } from '../../lambda/contract/aws-names';
import { parseEnvironment } from '../../lambda/function/environment';
import { parseConfiguration } from '../../lib/configuration/configuration';
import { parseCollect } from '../../local/command-line/collect-request';

const isAccepted = (parse: () => unknown): boolean => {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
};

const FUNCTION = { LAKE_BUCKET: 'example-lake', REGIONS: 'enabled', POWERTOOLS_SERVICE_NAME: 'lake' };

const isAsked = (...argv: readonly string[]): boolean => 'request' in Object(parseCollect(argv, 0));

/** Which of the doors let a bucket in: the stack's configuration, the function's environment, the command line. */
const doorsFor = (bucket: string): readonly boolean[] => [
  isAccepted(() => parseConfiguration({ existingBucketName: bucket })),
  isAccepted(() => parseEnvironment({ ...FUNCTION, LAKE_BUCKET: bucket })),
  isAsked('--lake', `s3://${bucket}`),
];

const doorsForRegion = (region: string): readonly boolean[] => [
  isAccepted(() => parseConfiguration({ regions: [region] })),
  isAccepted(() => parseConfiguration({ excludedRegions: [region] })),
  isAccepted(() => parseEnvironment({ ...FUNCTION, REGIONS: region })),
  isAccepted(() => parseEnvironment({ ...FUNCTION, EXCLUDED_REGIONS: region })),
  isAsked('--lake', 'lake', '--region', region),
  isAsked('--lake', 'lake', '--exclude-region', region),
];

const doorsForKey = (arn: string): readonly boolean[] => [
  isAccepted(() => parseConfiguration({ bucketKeyArn: arn })),
  isAccepted(() => parseEnvironment({ ...FUNCTION, LAKE_ENCRYPTION: arn })),
  isAsked('--lake', 's3://example-lake', `--encryption=${arn}`),
];

describe('the name of a bucket', () => {
  it.each([
    'abc',
    'my.lake-1',
    'x'.repeat(63),
    '192.168.5.4.lake',
    'lake.192.168.5.4',
    '1.2.3',
    'amzn-s3-lake',
    'sthree',
    'an-alias-s3',
    'lake-111122223333-eu-west-1-an',
  ])('that S3 takes is taken by stack, function and command line: %s', (name) => {
    expect(doorsFor(name)).toEqual([true, true, true]);
  });

  it.each([
    'ab',
    'x'.repeat(64),
    'My-lake',
    'my_lake',
    '-lake',
    'lake-',
    '.lake',
    'lake.',
    'a..b',
    '192.168.5.4',
    'xn--lake',
    'sthree-lake',
    'sthree-configurator-lake',
    'amzn-s3-demo-lake',
    'lake-s3alias',
    'lake--ol-s3',
    'lake.mrap',
    'lake--use1-az1--x-s3',
    'lake--table-s3',
    'läke',
    'lake\n',
  ])('that S3 refuses is refused by stack, function and command line: %j', (name) => {
    expect(doorsFor(name)).toEqual([false, false, false]);
  });

  it('is judged alike by all of them, whatever it is', () => {
    const part = fc.constantFrom('a', '1', '.', '-', 'A', '_', 'xn--', 'sthree-', '-s3alias', '.mrap', '10.0.0.1', 'é');
    const names = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(names, (name) => {
        const judged = isBucketName(name);
        expect(doorsFor(name)).toEqual([judged, judged, judged]);
      }),
    );
  });
});

describe('the name of a Region', () => {
  it.each([
    'us-east-1',
    'ap-southeast-7',
    'mx-central-1',
    'cn-northwest-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-west-1',
    'us-isof-south-1',
    'eu-isoe-west-1',
    'eusc-de-east-1',
  ])('is one in every partition: %s', (region) => {
    expect(new Set(doorsForRegion(region))).toEqual(new Set([true]));
  });

  it.each([
    'Ireland',
    'EU-WEST-1',
    'us-east-1a',
    'us-east',
    'europe-west-1',
    'eu_west_1',
    'eu-west-1 x',
    'eu-west-1\n',
  ])('is not %j, for stack, function and command line', (region) => {
    expect(isRegionName(region)).toBe(false);
    const [list, excluded, environment, excludedThere, ...commandLine] = doorsForRegion(region);
    expect([list, excluded, ...commandLine]).toEqual([false, false, false, false]);
    // White space around a member of a list belongs to the list.
    expect([environment, excludedThere]).toEqual(Array(2).fill(isRegionName(region.trim())));
  });
});

describe('the partition of a Region', () => {
  it('is what the SDK and the CDK take it for', () => {
    for (const { name, partition: inCdk } of RegionInfo.regions)
      expect([name, inCdk, partition(name).name]).toEqual([name, ...Array(2).fill(partitionOf(name))]);
  });
});

describe('an account', () => {
  it('has 12 digits, zeros before them too', () => {
    expect(['111122223333', '000000000001'].every(isAccountId)).toBe(true);
    expect(
      ['11112222333', '1111222233334', '11112222333a', ' 111122223333', '111122223333\n', ''].some(isAccountId),
    ).toBe(false);
  });
});

describe('a key', () => {
  const KEY = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd';

  it('is named by its ARN, in any partition', () => {
    expect([isKeyArn(KEY), ...doorsForKey(KEY)]).toEqual(Array(4).fill(true));
  });

  it.each([
    KEY.replace('key/', 'alias/'),
    KEY.replace('111122223333', ''),
    KEY.replace('aws-us-gov', 'example'),
    'mrk-1234abcd',
    `${KEY}\n`,
    `x${KEY}`,
    '',
  ])('is not %j, for stack, function and command line', (text) => {
    expect([isKeyArn(text), ...doorsForKey(text)]).toEqual(Array(4).fill(false));
  });
});
