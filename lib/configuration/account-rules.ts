import { z } from 'zod';
import { roleNameParts } from '../../lambda/contract/aws-names';
import { ORGANIZATION, OWN_ACCOUNT } from '../../lambda/contract/environment';
import { accountMembers } from './account-members';

const accountScope = z.object(accountMembers);

type AccountScope = z.output<typeof accountScope>;

interface Rule {
  /** The member that is at fault where the rule does not hold. */
  readonly member: keyof AccountScope;
  readonly holds: (scope: AccountScope) => boolean;
}

const isStated = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined);

/** A member that would be passed over in silence is a mistake. */
const readOnlyWhere = (isRead: (scope: AccountScope) => boolean, names: readonly Rule['member'][]): readonly Rule[] =>
  names.map((member) => ({ member, holds: (scope) => isRead(scope) || !isStated(scope[member]) }));

const collectsOrganization = ({ accounts }: AccountScope): boolean => accounts === ORGANIZATION;
const collectsOthers = ({ accounts }: AccountScope): boolean => accounts !== OWN_ACCOUNT;
const hasStackSet = (scope: AccountScope): boolean => isStated(scope.stackSetOrganizationalUnits);

const leavesAUnit = ({ organizationalUnits: units, excludedOrganizationalUnits: excluded }: AccountScope): boolean =>
  units.length === 0 || units.some((unit) => !excluded.includes(unit));

/** A StackSet may deploy the member role to the collector's account, too; IAM does not tell A from a, nor paths. */
const tellsRolesApart = ({ memberRoleName, collectorRoleName }: AccountScope): boolean =>
  roleNameParts(memberRoleName).name.toLowerCase() !== roleNameParts(collectorRoleName).name.toLowerCase();

/** What holds between the members that say which accounts are collected. */
const RULES: readonly Rule[] = [
  ...readOnlyWhere(collectsOrganization, [
    'organizationalUnits',
    'excludedAccounts',
    'excludedOrganizationalUnits',
    'organizationRoleArn',
  ]),
  ...readOnlyWhere(collectsOthers, ['externalId', 'stackSetOrganizationalUnits']),
  ...readOnlyWhere(hasStackSet, ['stackSetCallAs', 'stackSetRegion']),
  { member: 'excludedOrganizationalUnits', holds: leavesAUnit },
  { member: 'collectorRoleName', holds: tellsRolesApart },
  { member: 'stackSetCallAs', holds: (scope) => !hasStackSet(scope) || scope.stackSetCallAs !== undefined },
];

/** A schema with these members, which keeps to the rules as well. */
export const withAccountRules = <S extends z.ZodType<AccountScope>>(schema: S): S =>
  RULES.reduce(
    (ruled, { member, holds }) =>
      ruled.refine(holds, { path: [member], when: ({ value }) => accountScope.safeParse(value).success }),
    schema,
  );
