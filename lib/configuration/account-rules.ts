import { z } from 'zod';
import { roleNameParts } from '../../lambda/contract/aws-names';
import { ORGANIZATION, OWN_ACCOUNT } from '../../lambda/contract/environment';
import { accountMembers } from './account-members';

const accountScope = z.object(accountMembers);

type AccountScope = z.output<typeof accountScope>;

interface Rule {
  /** The member that is at fault where the rule does not hold. */
  readonly member: keyof AccountScope;
  /** The other one that it is held against. */
  readonly other: keyof AccountScope;
  readonly holds: (scope: AccountScope) => boolean;
}

const isStated = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined);

/** A member that would be passed over in silence is a mistake. */
const readOnlyWhere = (
  { other, holds: isRead }: Omit<Rule, 'member'>,
  names: readonly Rule['member'][],
): readonly Rule[] =>
  names.map((member) => ({ member, other, holds: (scope) => isRead(scope) || !isStated(scope[member]) }));

const collectsOrganization = ({ accounts }: AccountScope): boolean => accounts === ORGANIZATION;
const collectsOthers = ({ accounts }: AccountScope): boolean => accounts !== OWN_ACCOUNT;
const hasStackSet = (scope: AccountScope): boolean => isStated(scope.stackSetOrganizationalUnits);
const saysCaller = (scope: AccountScope): boolean => !hasStackSet(scope) || scope.stackSetCallAs !== undefined;

const leavesAUnit = ({ organizationalUnits: units, excludedOrganizationalUnits: excluded }: AccountScope): boolean =>
  units.length === 0 || units.some((unit) => !excluded.includes(unit));

/** A StackSet may deploy the member role to the collector's account, too; IAM does not tell A from a, nor paths. */
const tellsRolesApart = ({ memberRoleName, collectorRoleName }: AccountScope): boolean =>
  roleNameParts(memberRoleName).name.toLowerCase() !== roleNameParts(collectorRoleName).name.toLowerCase();

/** What holds between the members that say which accounts are collected. */
const RULES: readonly Rule[] = [
  ...readOnlyWhere({ other: 'accounts', holds: collectsOrganization }, [
    'organizationalUnits',
    'excludedAccounts',
    'excludedOrganizationalUnits',
    'organizationRoleArn',
  ]),
  ...readOnlyWhere({ other: 'accounts', holds: collectsOthers }, ['externalId', 'stackSetOrganizationalUnits']),
  ...readOnlyWhere({ other: 'stackSetOrganizationalUnits', holds: hasStackSet }, ['stackSetCallAs', 'stackSetRegion']),
  { member: 'excludedOrganizationalUnits', other: 'organizationalUnits', holds: leavesAUnit },
  { member: 'collectorRoleName', other: 'memberRoleName', holds: tellsRolesApart },
  { member: 'stackSetCallAs', other: 'stackSetOrganizationalUnits', holds: saysCaller },
];

/** A schema with these members, which keeps to the rules as well. What is wrong with other members hides no fault. */
export const withAccountRules = <S extends z.ZodType<AccountScope>>(schema: S): S =>
  RULES.reduce((ruled, { member, other, holds }) => {
    const both = z.object({ [member]: accountMembers[member], [other]: accountMembers[other] });
    return ruled.refine(holds, { path: [member], when: ({ value }) => both.safeParse(value).success });
  }, schema);
