import {
  EXTERNAL_ID_RULE,
  isAccountId,
  isExternalId,
  isRoleArn,
  isRoleName,
  isUnitId,
  ROLE_RULE,
} from '../contract/aws-names';
import {
  ENVIRONMENT,
  type EnvironmentVariable,
  LIST_SEPARATOR,
  ORGANIZATION,
  OWN_ACCOUNT,
} from '../contract/environment';
import { quote } from '../quote';
import type { AccountSettings } from '../scope';

export const accountSettings = (environment: NodeJS.ProcessEnv): AccountSettings => {
  const accounts = textOf(environment, 'ACCOUNTS') ?? OWN_ACCOUNT;
  const list = (name: EnvironmentVariable) => listOf(environment, name);
  const organization = {
    units: list('ORGANIZATIONAL_UNITS'),
    excludedUnits: list('EXCLUDED_ORGANIZATIONAL_UNITS'),
  };
  return {
    accounts: accounts === ORGANIZATION ? organization : accounts === OWN_ACCOUNT ? OWN_ACCOUNT : list('ACCOUNTS'),
    excludedAccounts: list('EXCLUDED_ACCOUNTS'),
    memberRole: textOf(environment, 'MEMBER_ROLE'),
    externalId: textOf(environment, 'EXTERNAL_ID'),
    organizationRole: textOf(environment, 'ORGANIZATION_ROLE'),
  };
};

/** All that is wrong with what the environment says of accounts. */
export const accountFaults = (environment: NodeJS.ProcessEnv): readonly string[] => {
  const accounts = textOf(environment, 'ACCOUNTS') ?? OWN_ACCOUNT;
  const isWord = accounts === OWN_ACCOUNT || accounts === ORGANIZATION;
  const faultsOf = (name: EnvironmentVariable, isGood: (text: string) => boolean, rule: string) => {
    const wrong = listOf(environment, name).filter((member) => !isGood(member));
    return wrong.length === 0 ? [] : [`${name} holds ${wrong.map(quote).join(', ')}: ${rule}`];
  };
  const faultOf = (name: EnvironmentVariable, isGood: (text: string) => boolean, rule: string) => {
    const text = textOf(environment, name);
    return text === undefined || isGood(text) ? [] : [`${name} is ${quote(text)}: ${rule}`];
  };
  const unit = 'no organizational unit, such as ou-ab12-cdefgh34';
  return [
    ...(isWord ? [] : faultsOf('ACCOUNTS', isAccountId, 'no ID of an account, which has 12 digits')),
    ...faultsOf('EXCLUDED_ACCOUNTS', isAccountId, 'no ID of an account, which has 12 digits'),
    ...faultsOf('ORGANIZATIONAL_UNITS', isUnitId, unit),
    ...faultsOf('EXCLUDED_ORGANIZATIONAL_UNITS', isUnitId, unit),
    ...faultOf('MEMBER_ROLE', isRoleName, `no role, which has ${ROLE_RULE}`),
    ...faultOf('EXTERNAL_ID', isExternalId, `must be ${EXTERNAL_ID_RULE}`),
    ...faultOf('ORGANIZATION_ROLE', isRoleArn, 'no ARN of a role'),
    ...(accounts !== OWN_ACCOUNT && textOf(environment, 'MEMBER_ROLE') === undefined
      ? [`MEMBER_ROLE is missing. ${ENVIRONMENT.MEMBER_ROLE}`]
      : []),
    ...(accounts === ORGANIZATION ? [] : organizationAlone(environment)),
  ];
};

const organizationAlone = (environment: NodeJS.ProcessEnv): readonly string[] =>
  (['ORGANIZATIONAL_UNITS', 'EXCLUDED_ORGANIZATIONAL_UNITS', 'ORGANIZATION_ROLE'] as const).flatMap((name) =>
    textOf(environment, name) === undefined ? [] : [`${name} is set, but ACCOUNTS is not ${ORGANIZATION}`],
  );

const textOf = (environment: NodeJS.ProcessEnv, name: EnvironmentVariable): string | undefined =>
  environment[name] || undefined;

const listOf = (environment: NodeJS.ProcessEnv, name: EnvironmentVariable): readonly string[] =>
  textOf(environment, name)
    ?.split(LIST_SEPARATOR)
    .map((member) => member.trim()) ?? [];
