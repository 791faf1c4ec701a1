import type { RoleProps } from 'aws-cdk-lib/aws-iam';
import { roleNameParts } from '../../lambda/contract/aws-names';
import { OWN_ACCOUNT } from '../../lambda/contract/environment';
import type { OtherAccounts } from '../../lambda/contract/permission';
import { DEFAULTS } from '../configuration/defaults';
import type { AccountProps } from './account-props';

/** What the collector's role needs to know of the accounts beside its own. */
export const otherAccountsOf = ({ accounts = OWN_ACCOUNT, ...props }: AccountProps): OtherAccounts | undefined => {
  if (accounts === OWN_ACCOUNT) return undefined;
  const units = [...(props.organizationalUnits ?? []), ...(props.excludedOrganizationalUnits ?? [])];
  return {
    accounts,
    choosesUnits: units.length > 0,
    organizationRoleArn: props.organizationRoleArn,
    memberRole: props.memberRoleName ?? DEFAULTS.memberRoleName,
  };
};

/** Member roles trust a name that is known before the role is there, and stays when it is made again. */
export const fixedName = ({ accounts = OWN_ACCOUNT, collectorRoleName }: AccountProps): Partial<RoleProps> => {
  if (accounts === OWN_ACCOUNT) return {};
  const { path, name } = roleNameParts(collectorRoleName ?? DEFAULTS.collectorRoleName);
  return { path: `/${path}`, roleName: name };
};

/** The accounts, within a sentence. */
export const wordsFor = ({ accounts = OWN_ACCOUNT }: AccountProps): string =>
  accounts === OWN_ACCOUNT ? 'this account' : 'many accounts';
