import { isRegionName, partitionsOf } from '../../lambda/contract/aws-names';
import {
  isFuture,
  parseScheduledTime,
  type ScheduledTime,
  scheduledTimeOf,
} from '../../lambda/contract/scheduled-time';
import { type PutEncryption, parsePutEncryption } from '../../lambda/lake/s3/put-encryption';
import type { DropScope } from '../../lambda/run-request';
import type { AccountSettings } from '../../lambda/scope';
import { bucketOf } from '../lake/lake-location';
import { ACCOUNT_OPTIONS, accountFaults, accountRequest } from './collect-accounts';
import { LAKE_OPTION, lakeFaults, type ParsedOptions, parseOptions } from './options';

export interface CollectRequest extends AccountSettings {
  /** The folder, or s3:// and the bucket, as it was given. */
  readonly lake: string;
  /** What each put into the bucket says of its encryption; left out, nothing. */
  readonly encryption: PutEncryption | undefined;
  readonly scheduledTime: ScheduledTime;
  readonly regions: readonly string[] | 'enabled';
  readonly excludedRegions: readonly string[];
  readonly dropScope: DropScope;
}

export const COLLECT_HELP = `Collects the EC2 Image Builder workflows of your AWS accounts into a lake.

  npm run collect -- --lake DIR [--region REGION …] [--exclude-region REGION …]
  npm run collect -- --lake s3://BUCKET …
  npm run collect -- --lake … --account ACCOUNT … --role-name ROLE
  npm run collect -- --lake … --organization --role-name ROLE

  --lake LAKE              the folder that holds the lake, made if there is none; or s3:// and a
                           bucket, which has to be there, with no prefix
  --region REGION          a Region to collect; may be repeated. Without it: every Region enabled
  --exclude-region REGION  a Region to leave out; may be repeated
  --account ACCOUNT        an account to collect; may be repeated. Without it: your own
  --organization           collects every active account of the organization instead
  --organizational-unit OU only accounts in this unit or below it; may be repeated
  --exclude-account ACCOUNT, --exclude-organizational-unit OU
                           accounts to leave out; may be repeated
  --role-name ROLE         the role to assume in every account but your own, with its path:
                           workflow-lake/member
  --external-id ID         what that role wants to hear, if anything
  --organization-role ARN  the role that lists the organization, where your credentials may not
  --scheduled-time TIME    which run this is, such as 2026-11-22T06:00:00Z. Without it: now
  --encryption HOW         has each put into the bucket say how it is encrypted, as policies may
                           demand: AES256, or the ARN of a KMS key. Without it: the bucket decides
  --drop-scope             lets go of what the lake holds and is not collected now
  --help                   prints this

Credentials and endpoints are the AWS SDK's own: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and so
on; a proxy those of HTTPS_PROXY and NO_PROXY, private certificates those of AWS_CA_BUNDLE.
Outside of the partition aws (GovCloud, China), AWS_REGION or --region says which one it is.
Ctrl-C before the commit leaves the lake as it was; a second one ends at once.

Exit status: 0 all targets read, 3 some could not be read, 1 none could be or the run failed,
2 wrong usage, 129, 130 or 143 stopped. A partial target counts as read: every build of it is
listed, and the details of some could not be read.
`;

const OPTIONS = [
  LAKE_OPTION,
  { name: 'region', takes: 'REGION', repeatable: true },
  { name: 'exclude-region', takes: 'REGION', repeatable: true },
  ...ACCOUNT_OPTIONS,
  { name: 'scheduled-time', takes: 'TIME' },
  { name: 'encryption', takes: 'AES256 or --encryption KEY_ARN' },
  { name: 'drop-scope' },
  { name: 'help' },
];

/** What the command line asks for: help, a run, or an explanation of its faults. */
export const parseCollect = (
  argv: readonly string[],
  now: number,
): 'help' | { readonly faults: readonly string[] } | { readonly request: CollectRequest } => {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) return 'help';
  const lake = options.one('lake');
  const time = options.one('scheduled-time');
  const scheduledTime = time === undefined ? scheduledTimeOf(now) : parseScheduledTime(time);
  const faults = faultsOf(options, time, scheduledTime, now);
  if (faults.length > 0 || lake === undefined || scheduledTime === undefined) return { faults };
  const regions = options.all('region');
  const encryption = options.one('encryption');
  return {
    request: {
      lake,
      encryption: encryption === undefined ? undefined : parsePutEncryption(encryption),
      ...accountRequest(options),
      scheduledTime,
      regions: regions.length > 0 ? regions : 'enabled',
      excludedRegions: options.all('exclude-region'),
      dropScope: options.has('drop-scope') ? 'any' : 'none',
    },
  };
};

const faultsOf = (
  options: ParsedOptions,
  time: string | undefined,
  scheduledTime: ScheduledTime | undefined,
  now: number,
): readonly string[] => [
  ...options.faults,
  ...(options.has('lake')
    ? []
    : ['--lake DIR is needed, the folder that holds the lake or shall hold it; or --lake s3://BUCKET.']),
  ...lakeFaults(options),
  ...[...options.all('region'), ...options.all('exclude-region')].flatMap(regionFaults),
  ...partitionFaults(options.all('region').filter(isRegionName)),
  ...accountFaults(options),
  ...timeFaults(time, scheduledTime, now),
  ...encryptionFaults(options.one('encryption'), options.one('lake')),
  ...options.positionals.map((text) => `${text} is not expected: a value follows the name of its option.`),
];

const regionFaults = (region: string): readonly string[] =>
  region === '' || region.startsWith('--') || isRegionName(region)
    ? []
    : [`${region} is not the name of a Region, such as eu-west-1. Repeat the option for each Region.`];

const partitionFaults = (regions: readonly string[]): readonly string[] => {
  const partitions = partitionsOf(regions);
  return partitions.length < 2
    ? []
    : [
        `The Regions of --region are of ${partitions.join(' and ')}, and credentials are of one partition: ` +
          'collect each into a lake of its own.',
      ];
};

const timeFaults = (
  time: string | undefined,
  scheduledTime: ScheduledTime | undefined,
  now: number,
): readonly string[] => {
  if (time === undefined || time === '' || time.startsWith('--')) return [];
  if (scheduledTime === undefined) {
    return [`--scheduled-time ${time} is not a time in UTC with whole seconds, such as 2026-11-22T06:00:00Z.`];
  }
  return isFuture(scheduledTime, now)
    ? [`--scheduled-time ${time} lies ahead: it is ${scheduledTimeOf(now)} now, and five minutes are allowed.`]
    : [];
};

const encryptionFaults = (encryption: string | undefined, lake: string | undefined): readonly string[] => {
  if (encryption === undefined || encryption === '' || encryption.startsWith('--')) return [];
  if (parsePutEncryption(encryption) === undefined)
    return [`--encryption ${encryption} is neither AES256 nor the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID.`];
  return lake === undefined || bucketOf(lake) !== undefined
    ? []
    : [`--encryption ${encryption} is for a bucket, and --lake ${lake} is none: only S3 encrypts what is put.`];
};
