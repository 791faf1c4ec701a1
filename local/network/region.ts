import { loadConfig } from '@smithy/core/config';
import { isRegionName, partitionOf } from '../../lambda/contract/aws-names';
import { SettingsError } from '../../lambda/errors';
import { quote } from '../../lambda/quote';

/**
 * The Region of calls that belong to none: as for the AWS CLI, that of AWS_REGION, AWS_DEFAULT_REGION or the profile. Where
 * the Regions that are asked for are of another partition, they say which one it is.
 *
 * @returns undefined where nothing says one, and us-east-1 will do
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
export const homeRegion = async (asked: readonly string[]): Promise<string | undefined> => {
  const configured = await configuredRegion();
  const [first] = asked;
  if (first === undefined) return configured;
  if (configured === undefined) return partitionOf(first) === 'aws' ? undefined : first;
  return partitionOf(configured) === partitionOf(first) ? configured : first;
};

/**
 * Where a bucket is looked for, where nothing is configured. Buckets lie where people work; S3 answers from everywhere in
 * the partition `aws`, and says so where the bucket is elsewhere.
 */
export const guessBucketRegion = ([first = 'us-east-1']: readonly string[]): string => first;

const configuredRegion = async (): Promise<string | undefined> => {
  const region = await loadConfig<string | undefined>({
    environmentVariableSelector: (environment) => environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'],
    configFileSelector: (profile) => profile['region'],
    default: undefined,
  })();
  return region === undefined || region === '' ? undefined : checkRegion(region);
};

const checkRegion = (region: string): string => {
  if (isRegionName(region)) return region;
  const zone = /^(.+-\d+)[a-z]$/.exec(region)?.[1];
  const meant = zone === undefined ? 'no Region is called so' : `that is an Availability Zone of the Region ${zone}`;
  throw new SettingsError(
    `The Region of AWS_REGION, AWS_DEFAULT_REGION or the profile is ${quote(region)}: ${meant}. ` +
      `Name a Region, such as ${zone ?? 'eu-west-1'}`,
  );
};
