import { z } from 'zod';
import type { FunctionEnvironment } from '../../lambda/contract/environment';
import type { AccountProps } from '../collector/account-props';
import { fitsFunction, functionEnvironment } from '../collector/function-environment';
import { accountMembers } from './account-members';
import { withAccountRules } from './account-rules';
import { members } from './configuration-members';
import { editDistance } from './edit-distance';

/** The key of the context in cdk.json under which the configuration stands. */
export const CONFIGURATION_KEY = 'imagebuilder-workflow-lake';

const scope = z.object({ regions: members.regions, excludedRegions: members.excludedRegions });

const leavesARegion = ({ regions, excludedRegions }: z.output<typeof scope>): boolean =>
  regions === 'enabled' || regions.some((region) => !excludedRegions.includes(region));

const buckets = z.object({
  existingBucketName: members.existingBucketName,
  queryResultsBucketName: members.queryResultsBucketName,
});

/** Whoever asks writes the results: in the lake, they could write anything. */
const keepsResultsApart = ({ existingBucketName, queryResultsBucketName }: z.output<typeof buckets>): boolean =>
  queryResultsBucketName === undefined || queryResultsBucketName !== existingBucketName;

const whole = z.object(members);

const LONGEST_BUCKET_NAME = 63;
const LONGEST_STACK_NAME = 128;

/** What is not known yet counts as the longest that it may be. */
const fitsEnvironment = (configuration: z.output<typeof whole>): boolean =>
  fitsFunction(
    functionEnvironment({
      ...configuration,
      bucketName: 'b'.repeat(LONGEST_BUCKET_NAME),
      serviceName: 's'.repeat(LONGEST_STACK_NAME),
    }),
  );

/** Lists of accounts are what outgrows it. */
const longListIn = ({ accounts }: AccountProps): 'accounts' | 'excludedAccounts' =>
  Array.isArray(accounts) ? 'accounts' : 'excludedAccounts';

const fitsWith =
  (member: 'accounts' | 'excludedAccounts') =>
  (configuration: z.output<typeof whole>): boolean =>
    longListIn(configuration) !== member || fitsEnvironment(configuration);

const schema = withAccountRules(z.strictObject(members))
  .refine(leavesARegion, { path: ['excludedRegions'], when: ({ value }) => scope.safeParse(value).success })
  .refine(keepsResultsApart, {
    path: ['queryResultsBucketName'],
    when: ({ value }) => buckets.safeParse(value).success,
  })
  .refine(fitsWith('accounts'), { path: ['accounts'], when: ({ value }) => whole.safeParse(value).success })
  .refine(fitsWith('excludedAccounts'), {
    path: ['excludedAccounts'],
    when: ({ value }) => whole.safeParse(value).success,
  });

/** What the stack is configured with, defaults filled in. */
export type Configuration = z.output<typeof schema>;

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the configuration; undefined means the defaults.
 *
 * @throws ConfigurationError that names every fault at once: which member, what was given, what is allowed
 */
export const parseConfiguration = (given: unknown = {}): Configuration => {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw configurationError(parsed.error.issues.flatMap(faultsOf));
};

const accountProps = withAccountRules(z.object(accountMembers));

/**
 * Checks what a construct is told of accounts by the rules of the configuration.
 *
 * @throws ConfigurationError that names every fault at once
 */
export const checkAccounts = (props: AccountProps, environment: FunctionEnvironment): void => {
  const checked = accountProps.refine(() => fitsFunction(environment), {
    path: [longListIn(props)],
    when: () => true,
  });
  const { error } = checked.safeParse(props, { reportInput: true });
  if (error !== undefined) throw faultyError('The props of a collector are', error.issues.flatMap(faultsOf));
};

/**
 * Reads the configuration out of the whole context, and finds keys beside it that are meant for it: they would be
 * ignored.
 *
 * @throws ConfigurationError
 */
export const configurationIn = (context: Readonly<Record<string, unknown>>): Configuration => {
  const astray = Object.keys(context).filter(isMeantForUs);
  if (astray.length > 0) throw configurationError(astray.map(strayFault));
  return parseConfiguration(context[CONFIGURATION_KEY]);
};

const configurationError = (faults: readonly string[]): ConfigurationError =>
  faultyError(`The context "${CONFIGURATION_KEY}" of cdk.json is`, faults);

/** An error that names every fault, each in a line of its own. */
export const faultyError = (whatIs: string, faults: readonly string[]): ConfigurationError =>
  new ConfigurationError(`${whatIs} wrong:${faults.map((fault) => `\n  - ${fault}`).join('')}`);

/** Slips of the hand, and no more: the keys of others differ by more letters. */
const MOST_SLIPS = 3;

/** What `-c KEY.member=…`, another spelling of the key, or a member beside it make. */
const isMeantForUs = (key: string): boolean =>
  key !== CONFIGURATION_KEY && (isMember(key) || isSpellingOf(lettersOf(CONFIGURATION_KEY), lettersOf(key)));

const isSpellingOf = (ours: string, given: string): boolean =>
  given.startsWith(ours) || editDistance(ours, given) <= MOST_SLIPS;

const lettersOf = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const strayFault = (key: string): string =>
  `${key}: a key of its own, which is not read; allowed: a member of the object "${CONFIGURATION_KEY}", in cdk.json`;

const NAMES = Object.keys(members).join(', ');

const faultsOf = (issue: z.core.$ZodIssue): readonly string[] => {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => `${name}: not a member; allowed: ${NAMES}`);
  const [name] = issue.path;
  if (!isMember(name)) return [`given ${JSON.stringify(issue.input)}; allowed: an object with ${NAMES}`];
  return [`${issue.path.join('.')}: given ${JSON.stringify(givenFor(name, issue))}; allowed: ${allowedFor(name)}`];
};

const isMember = (name: unknown): name is keyof typeof members =>
  typeof name === 'string' && Object.hasOwn(members, name);

/** A fault between members is reported with all of them. */
const givenFor = (name: keyof typeof members, { input }: z.core.$ZodIssue): unknown =>
  typeof input === 'object' && input !== null && name in input ? Reflect.get(input, name) : input;

const allowedFor = (name: keyof typeof members): string => String(members[name].meta()?.['allowed']);

const cell = (text: string): string => text.replaceAll('|', '\\|');

const defaultOf = (value: unknown): string => (value === undefined ? 'none' : `\`${JSON.stringify(value)}\``);

/** The members as a table in Markdown, for docs/configuration.md. */
export const configurationTable = (): string => {
  const defaults: Readonly<Record<string, unknown>> = parseConfiguration();
  const rows = Object.entries(members).map(([name, member]) => {
    const { allowed, description } = member.meta() ?? {};
    return `| \`${name}\` | ${defaultOf(defaults[name])} | ${cell(String(allowed))} | ${cell(String(description))} |`;
  });
  return ['| Member | Default | Allowed | Meaning |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
};
