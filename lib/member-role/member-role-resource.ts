import { Aws, type CfnCondition, Fn } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { memberDecryption, memberListing, memberPermissions } from '../../lambda/contract/member-permissions';
import type { Permission } from '../../lambda/contract/permission';
import { acknowledgeWildcard } from '../acknowledge';
import { statementOf } from '../statement';

/** Whether something is there: known now, or left to a parameter of the template. */
type Switch = boolean | CfnCondition;

/** What the role is made of; each text may be a parameter of the template. */
interface MemberRoleSettings {
  readonly collectorRoleArn: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly name: string;
  readonly externalId: string;
  readonly asksForExternalId: Switch;
  readonly decryptsWorkflows: Switch;
  readonly listsOrganization: Switch;
}

const HERE = { partition: Aws.PARTITION, accountId: Aws.ACCOUNT_ID };

/** Puts the member role into a stack, be it of a construct or of a template with parameters. */
export const memberRoleResource = (scope: Construct, settings: MemberRoleSettings): CfnRole => {
  const reading = memberPermissions(HERE);
  const role = new CfnRole(scope, 'Role', {
    description: 'Lets a collector of another account read the EC2 Image Builder workflows of this one.',
    path: settings.path,
    roleName: settings.name,
    assumeRolePolicyDocument: trustIn(settings),
    policies: [{ policyName: 'read-workflows', policyDocument: documentOf(reading) }],
  });
  acknowledgeWildcards(role, reading);
  addPolicy(role, 'DecryptWorkflows', { permission: memberDecryption(HERE), given: settings.decryptsWorkflows });
  addPolicy(role, 'ListOrganization', { permission: memberListing(), given: settings.listsOrganization });
  return role;
};

/**
 * The role is named by a condition: as a principal it would have to be there first, and, made again, not be trusted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const trustIn = ({ collectorRoleArn, externalId, asksForExternalId }: MemberRoleSettings): unknown => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: `arn:${Aws.PARTITION}:iam::${accountOf(collectorRoleArn)}:root` },
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': collectorRoleArn },
        StringEquals: valueWhere(asksForExternalId, { 'sts:ExternalId': externalId }),
      },
    },
  ],
});

const accountOf = (roleArn: string): string => Fn.select(4, Fn.split(':', roleArn));

const valueWhere = (given: Switch, value: unknown): unknown => {
  if (typeof given === 'boolean') return given ? value : undefined;
  return Fn.conditionIf(given.logicalId, value, Aws.NO_VALUE);
};

interface OptionalPolicy {
  readonly permission: Permission;
  readonly given: Switch;
}

const addPolicy = (role: CfnRole, id: string, { permission, given }: OptionalPolicy): void => {
  if (given === false) return;
  const policy = new CfnPolicy(role, id, {
    roles: [role.ref],
    policyName: permission.sid,
    policyDocument: documentOf([permission]),
  });
  if (given !== true) policy.cfnOptions.condition = given;
  acknowledgeWildcards(policy, [permission]);
};

const documentOf = (permissions: readonly Permission[]): PolicyDocument =>
  new PolicyDocument({ statements: permissions.map(statementOf) });

const acknowledgeWildcards = (construct: Construct, permissions: readonly Permission[]): void => {
  for (const { resources, reason } of permissions)
    for (const resource of resources.filter((each) => each.includes('*')))
      acknowledgeWildcard(construct, resource, reason);
};
