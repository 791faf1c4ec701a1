import { decryptWorkflows, listRegions, readWorkflows } from './account-permissions';
import { listOrganization } from './organization-permissions';
import type { Permission, PermissionScope } from './permission';

type MemberScope = Pick<PermissionScope, 'partition' | 'accountId'>;

/** What the member role may do in each account, and why. */
export const memberPermissions = (scope: MemberScope): readonly Permission[] => [
  ...readWorkflows(scope),
  listRegions(scope),
];

/** What it may do besides, where encrypted workflows are to be read with their details. */
export const memberDecryption = (scope: MemberScope): Permission =>
  decryptWorkflows(scope, {
    keyArns: [`arn:${scope.partition}:kms:*:*:key/*`],
    reason:
      'GetWorkflow decrypts an encrypted document in the name of its caller. Keys differ by account and may be shared by another one: hence the wildcards. The encryption context binds it to workflows of this account, and the policy of each key must allow it as well.',
  });

/** What it may do besides in the management account, or a delegated administrator, that the collector is not in. */
export const memberListing = (): Permission => listOrganization({ walksUnits: true });
