import { z } from 'zod';
import {
  EXTERNAL_ID_RULE,
  isAccountId,
  isExternalId,
  isRoleArn,
  isRoleName,
  isUnitId,
  ROLE_RULE,
} from '../../lambda/contract/aws-names';
import { ORGANIZATION, OWN_ACCOUNT } from '../../lambda/contract/environment';
import { DEFAULTS } from './defaults';
import { isPartitionRegion } from './partition-region';

export const isWithoutRepeats = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

const accountList = z.array(z.string().refine(isAccountId)).refine(isWithoutRepeats);
const unitList = z.array(z.string().refine(isUnitId)).refine(isWithoutRepeats);
const roleName = z.string().refine(isRoleName);

/** What a list of units has, in words. */
export const UNITS = 'IDs of units (ou-…) or of the root (r-…), each once';

/** The members of the configuration that say which accounts are collected, and how they are opened. */
export const accountMembers = {
  accounts: z
    .union([z.literal(OWN_ACCOUNT), z.literal(ORGANIZATION), accountList.min(1)])
    .default(OWN_ACCOUNT)
    .meta({
      allowed: `"${OWN_ACCOUNT}", "${ORGANIZATION}", or a list of account IDs of 12 digits, each once; some 250 of them fit into the function's environment of 4 KB`,
      description: `The accounts to collect: that of the stack, those of the list, or all that are active in the organization when a run begins. Other accounts need the member role: see docs/organization.md.`,
    }),
  organizationalUnits: unitList.default([]).meta({
    allowed: `with accounts "${ORGANIZATION}", a list of ${UNITS}`,
    description: 'The units to collect, with those below them. Left out: the whole organization.',
  }),
  excludedAccounts: accountList.default([]).meta({
    allowed: `with accounts "${ORGANIZATION}", a list of account IDs of 12 digits, each once; some 250 of them fit into the function's environment of 4 KB`,
    description: 'Accounts not to collect.',
  }),
  excludedOrganizationalUnits: unitList.default([]).meta({
    allowed: `with accounts "${ORGANIZATION}", a list of ${UNITS}, that leaves one of organizationalUnits`,
    description: 'Units not to collect, with those below them.',
  }),
  organizationRoleArn: z
    .string()
    .refine(isRoleArn)
    .optional()
    .meta({
      allowed: `with accounts "${ORGANIZATION}", the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME`,
      description:
        'The role to list the organization with, where the stack is neither in the management account nor in a delegated administrator.',
    }),
  memberRoleName: roleName.default(DEFAULTS.memberRoleName).meta({
    allowed: ROLE_RULE,
    description: 'The role that the collector assumes in each other account.',
  }),
  memberRoleDecrypts: z.boolean().default(true).meta({
    allowed: 'true or false',
    description:
      'Whether that role may decrypt encrypted workflows. Without, their rows lack their details. It is for the StackSet and the stack for one account.',
  }),
  externalId: z
    .string()
    .refine(isExternalId)
    .optional()
    .meta({
      allowed: `with accounts other than "${OWN_ACCOUNT}", ${EXTERNAL_ID_RULE}`,
      description: 'The external ID without which that role is not to be had. Left out: none is asked for.',
    }),
  collectorRoleName: roleName.default(DEFAULTS.collectorRoleName).meta({
    allowed: `${ROLE_RULE}; without the path, another name than that of memberRoleName`,
    description: `The role of the function, which member roles trust. With accounts "${OWN_ACCOUNT}" nobody needs its name, and it gets one from CloudFormation.`,
  }),
  stackSetOrganizationalUnits: unitList.default([]).meta({
    allowed: `with accounts other than "${OWN_ACCOUNT}", a list of ${UNITS}`,
    description:
      'The units in which a StackSet of the stack deploys the member role, also to accounts that join them later. Left out: no StackSet.',
  }),
  stackSetCallAs: z.enum(['SELF', 'DELEGATED_ADMIN']).optional().meta({
    allowed:
      'with stackSetOrganizationalUnits, "SELF" in the management account or "DELEGATED_ADMIN" in an administrator of StackSets',
    description: 'As whom the stack makes the StackSet.',
  }),
  stackSetRegion: z.string().refine(isPartitionRegion).optional().meta({
    allowed: 'with stackSetOrganizationalUnits, a Region that all accounts have enabled',
    description:
      'The one Region through which the StackSet deploys the role, which holds in all. Left out: that of the stack.',
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>;
