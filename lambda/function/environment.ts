import * as z from 'zod/mini';
import { BUCKET_RULE, isBucketName, isRegionName, partitionsOf } from '../contract/aws-names';
import {
  ENABLED_REGIONS,
  ENVIRONMENT,
  type EnvironmentVariable,
  LIST_SEPARATOR,
  S3_MANAGED,
} from '../contract/environment';
import { CollectorError } from '../errors';
import { type PutEncryption, parsePutEncryption } from '../lake/s3/put-encryption';
import { quote } from '../quote';
import type { AccountSettings } from '../scope';
import { accountFaults, accountSettings } from './environment-accounts';

/** What the function is set to do, as its environment says. */
export interface Settings extends AccountSettings {
  readonly bucket: string;
  readonly encryption?: PutEncryption | undefined;
  readonly regions: readonly string[] | 'enabled';
  readonly excludedRegions: readonly string[];
}

/** The environment is not one that the stack makes. */
export class EnvironmentError extends CollectorError {
  override readonly name = 'EnvironmentError';
}

/** @throws EnvironmentError that names every fault there is */
export const parseEnvironment = (environment: NodeJS.ProcessEnv): Settings => {
  const parsed = environmentSchema.safeParse(environment);
  const faultsOfAccounts = accountFaults(environment);
  if (parsed.success && faultsOfAccounts.length === 0) {
    const { LAKE_BUCKET, LAKE_ENCRYPTION, REGIONS, EXCLUDED_REGIONS } = parsed.data;
    return {
      ...accountSettings(environment),
      bucket: LAKE_BUCKET,
      encryption: LAKE_ENCRYPTION,
      regions: REGIONS,
      excludedRegions: EXCLUDED_REGIONS,
    };
  }
  const issues = parsed.error?.issues ?? [];
  const faults = [...issues.map(({ path, message }) => `${path.join('.')} ${message}`), ...faultsOfAccounts];
  throw new EnvironmentError(`the function’s environment cannot be used: ${faults.join('; ')}`);
};

const stated = (name: EnvironmentVariable) =>
  z
    .string({ error: `is missing. ${ENVIRONMENT[name]}` })
    .check(z.minLength(1, { error: `is empty. ${ENVIRONMENT[name]}`, abort: true }));

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

const membersOf = (list: string): readonly string[] => list.split(LIST_SEPARATOR).map((member) => member.trim());

const regionFault = (list: string): string | undefined => {
  const wrong = membersOf(list).filter((name) => !isRegionName(name));
  const given = wrong.map(quote).join(', ');
  return wrong.length === 0 ? undefined : `holds ${given}: no name of a Region, such as eu-west-1`;
};

const partitionFault = (list: string): string | undefined => {
  const partitions = partitionsOf(membersOf(list));
  return partitions.length < 2
    ? undefined
    : `holds Regions of ${partitions.join(' and ')}: a function reads those of one partition`;
};

const encryptionFault = (text: string): string | undefined =>
  parsePutEncryption(text) === undefined ? `is ${quote(text)}: neither ${S3_MANAGED} nor the ARN of a key` : undefined;

/** A check whose message says what was given. */
const without = (faultOf: (text: string) => string | undefined) =>
  z.refine<string>((text) => faultOf(text) === undefined, { error: ({ input }) => faultOf(String(input)) });

const environmentSchema = z.object({
  LAKE_BUCKET: stated('LAKE_BUCKET').check(
    without((name) =>
      isBucketName(name) ? undefined : `is ${quote(name)}: no name of a bucket, which has ${BUCKET_RULE}`,
    ),
  ),
  LAKE_ENCRYPTION: z.pipe(
    z.optional(z.string().check(without(encryptionFault))),
    z.transform((text) => (text === undefined ? undefined : parsePutEncryption(text))),
  ),
  REGIONS: z.pipe(
    stated('REGIONS').check(
      without((list) => (list === ENABLED_REGIONS ? undefined : (regionFault(list) ?? partitionFault(list)))),
    ),
    z.transform((list) => (list === ENABLED_REGIONS ? ENABLED_REGIONS : membersOf(list))),
  ),
  EXCLUDED_REGIONS: z.pipe(
    z._default(z.string(), '').check(without((list) => (list === '' ? undefined : regionFault(list)))),
    z.transform((list) => (list === '' ? [] : membersOf(list))),
  ),
  POWERTOOLS_SERVICE_NAME: stated('POWERTOOLS_SERVICE_NAME'),
  POWERTOOLS_LOG_LEVEL: z.optional(
    z
      .string()
      .check(
        without((level) =>
          LEVELS.includes(level.toUpperCase()) ? undefined : `is ${quote(level)}: must be one of ${LEVELS.join(', ')}`,
        ),
      ),
  ),
});
