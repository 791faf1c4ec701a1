import { ORGANIZATION } from './environment';
import type { OtherAccounts, Permission, PermissionScope } from './permission';

const ASSUME_ROLE = 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html';

/** A variable of IAM's, filled in for each request. */
const OWN_ORGANIZATION = `\${aws:PrincipalOrgID}`;

/** What it takes to find and open accounts other than the function's own. */
export const openOtherAccounts = ({ partition }: PermissionScope, others: OtherAccounts): readonly Permission[] => [
  openAccounts(partition, others),
  ...(others.accounts === ORGANIZATION ? [findAccounts(others)] : []),
];

/**
 * On one role in any account, for the accounts are known to a condition: named one by one they would soon be more than
 * the policies of a role may hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid
 */
const openAccounts = (partition: string, { accounts, memberRole }: OtherAccounts): Permission => ({
  sid: 'OpenAccounts',
  actions: ['sts:AssumeRole'],
  resources: [`arn:${partition}:iam::*:role/${memberRole}`],
  conditions: {
    StringEquals:
      accounts === ORGANIZATION ? { 'aws:ResourceOrgID': [OWN_ORGANIZATION] } : { 'aws:ResourceAccount': accounts },
  },
  kind: 'call',
  reason:
    'Another account is read with its member role, and with no other role. In every account that the condition lets in, those of the own organization or those of the list: hence the wildcard.',
  page: ASSUME_ROLE,
});

const findAccounts = ({ organizationRoleArn, choosesUnits }: OtherAccounts): Permission =>
  organizationRoleArn === undefined
    ? listOrganization({ walksUnits: choosesUnits })
    : {
        sid: 'OpenOrganization',
        actions: ['sts:AssumeRole'],
        resources: [organizationRoleArn],
        kind: 'call',
        reason: 'The accounts are listed with a role of the management account, or of a delegated administrator.',
        page: ASSUME_ROLE,
      };

/** The list says itself in which units an account is; the units are walked only where it does not. */
export const listOrganization = ({ walksUnits }: { readonly walksUnits: boolean }): Permission => ({
  sid: 'ListOrganization',
  actions: [
    'organizations:ListAccounts',
    ...(walksUnits ? ['organizations:ListAccountsForParent', 'organizations:ListOrganizationalUnitsForParent'] : []),
  ],
  resources: ['*'],
  kind: 'call',
  reason:
    'The accounts to collect are those that are active in the organization when a run begins; where units are chosen and the list does not say in which an account is, the accounts of each unit are listed. ListAccounts knows no resource: hence *.',
  page: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html',
});
