import { partitionOf } from '../../contract/aws-names';

/** By the partition: every account has the Region, and cannot switch its STS off. */
const ALWAYS_ACTIVE: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-us-gov': 'us-gov-west-1',
};

/**
 * The Region whose STS is asked for the roles of other accounts. An account refuses where it has not opted in to the
 * Region, or has switched its STS off there.
 *
 * @param region any of the partition
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
export const stsRegion = (region: string): string => ALWAYS_ACTIVE[partitionOf(region)] ?? region;
