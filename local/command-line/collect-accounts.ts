import {
  EXTERNAL_ID_RULE,
  isAccountId,
  isExternalId,
  isRoleArn,
  isRoleName,
  isUnitId,
  ROLE_RULE,
} from '../../lambda/contract/aws-names';
import { quote } from '../../lambda/quote';
import type { AccountScope, AccountSettings } from '../../lambda/scope';
import type { ParsedOptions } from './options';

export const ACCOUNT_OPTIONS = [
  { name: 'account', takes: 'ACCOUNT', repeatable: true },
  { name: 'organization' },
  { name: 'organizational-unit', takes: 'OU', repeatable: true },
  { name: 'exclude-account', takes: 'ACCOUNT', repeatable: true },
  { name: 'exclude-organizational-unit', takes: 'OU', repeatable: true },
  { name: 'role-name', takes: 'ROLE' },
  { name: 'external-id', takes: 'ID' },
  { name: 'organization-role', takes: 'ARN' },
];

export const accountRequest = (options: ParsedOptions): AccountSettings => ({
  accounts: scopeOf(options),
  excludedAccounts: options.all('exclude-account'),
  memberRole: options.one('role-name'),
  externalId: options.one('external-id'),
  organizationRole: options.one('organization-role'),
});

const scopeOf = (options: ParsedOptions): AccountScope => {
  if (options.has('organization'))
    return {
      units: options.all('organizational-unit'),
      excludedUnits: options.all('exclude-organizational-unit'),
    };
  return options.has('account') ? options.all('account') : 'self';
};

/** All that is wrong with the accounts that are asked for. */
export const accountFaults = (options: ParsedOptions): readonly string[] => [
  ...valueFaults(options),
  ...(options.has('organization') && options.has('account')
    ? ['--account and --organization exclude each other: give one of them.']
    : []),
  ...['account', 'organizational-unit'].flatMap((name) => noneLeft(options, name)),
  ...(options.has('organization') ? [] : onlyWith(options, '--organization', ORGANIZATION_ONLY)),
  ...(entersOthers(options)
    ? options.has('role-name')
      ? []
      : ['--role-name is needed with --account and --organization: the role to assume in accounts other than your own.']
    : onlyWith(options, '--account or --organization', OTHERS_ONLY)),
];

const noneLeft = (options: ParsedOptions, name: string): readonly string[] => {
  const excluded = options.all(`exclude-${name}`);
  const isLeft = options.all(name).some((value) => !excluded.includes(value));
  return isLeft || !options.has(name) ? [] : [`--exclude-${name} leaves out all that --${name} names: none is left.`];
};

const entersOthers = (options: ParsedOptions): boolean => options.has('organization') || options.has('account');

const ORGANIZATION_ONLY = ['organizational-unit', 'exclude-organizational-unit', 'organization-role'];
const OTHERS_ONLY = ['exclude-account', 'role-name', 'external-id'];

const onlyWith = (options: ParsedOptions, others: string, names: readonly string[]): readonly string[] =>
  names.filter((name) => options.has(name)).map((name) => `--${name} has a meaning only with ${others}.`);

const valueFaults = (options: ParsedOptions): readonly string[] => [
  ...['account', 'exclude-account'].flatMap((name) => [
    ...wrongValues(options, name, isAccountId, 'an ID of an account, which has 12 digits'),
    ...repeatedValues(options, name),
  ]),
  ...['organizational-unit', 'exclude-organizational-unit'].flatMap((name) => [
    ...wrongValues(options, name, isUnitId, 'the ID of an organizational unit, such as ou-ab12-cdefgh34'),
    ...repeatedValues(options, name),
  ]),
  ...wrongValues(options, 'role-name', isRoleName, `the name of a role, which has ${ROLE_RULE}`),
  ...wrongValues(options, 'external-id', isExternalId, `an external ID, which has ${EXTERNAL_ID_RULE}`),
  ...wrongValues(
    options,
    'organization-role',
    isRoleArn,
    'the ARN of a role, such as arn:aws:iam::111122223333:role/lister',
  ),
];

const wrongValues = (
  options: ParsedOptions,
  name: string,
  isGood: (value: string) => boolean,
  wanted: string,
): readonly string[] =>
  [...new Set(options.all(name))]
    .filter((value) => isGiven(value) && !isGood(value))
    .map((value) => `--${name} ${quote(value)} is not ${wanted}.`);

/** What is missing is a fault of the option, and told there. */
const isGiven = (value: string): boolean => value !== '' && !value.startsWith('--');

const repeatedValues = (options: ParsedOptions, name: string): readonly string[] => {
  const values = options.all(name);
  const repeated = new Set(values.filter((value, index) => isGiven(value) && values.indexOf(value) !== index));
  return [...repeated].map((value) => `--${name} ${quote(value)} is given more than once.`);
};
