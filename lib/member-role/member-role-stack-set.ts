import { Aws, CfnStackSet, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { roleNameParts } from '../../lambda/contract/aws-names';
import { DEFAULTS } from '../configuration/defaults';
import type { MemberRoleProps } from './member-role';
import { checkMemberRole } from './member-role-rules';
import type { MemberRoleParameter } from './member-role-stack';
import { memberRoleTemplate } from './member-role-template';

export interface MemberRoleStackSetProps extends Omit<MemberRoleProps, 'listsOrganization'> {
  /** The units, or the root, whose accounts get the role: those below them, and those that join later, too. */
  readonly organizationalUnits: readonly string[];
  /** As whom the StackSet is made: in the management account, or in a delegated administrator of StackSets. */
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
  /**
   * The one Region to deploy through, which every account must have enabled; the role holds in all Regions.
   *
   * @default - that of the stack
   */
  readonly region?: string | undefined;
}

/**
 * The member role in the accounts of an organization, by a service-managed StackSet. It never deploys to the management
 * account. An account where it fails is left out and does not hold the others up: coverage tells which those are.
 */
export class MemberRoleStackSet extends Construct {
  readonly resource: CfnStackSet;

  constructor(scope: Construct, id: string, props: MemberRoleStackSetProps) {
    super(scope, id);
    checkMemberRole(props);
    this.resource = new CfnStackSet(this, 'StackSet', {
      stackSetName: `${Stack.of(this).stackName}-MemberRole`,
      description: 'The role by which a collector reads the EC2 Image Builder workflows of each account.',
      permissionModel: 'SERVICE_MANAGED',
      callAs: props.callAs,
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      managedExecution: { Active: true },
      capabilities: ['CAPABILITY_NAMED_IAM'],
      operationPreferences: EVERY_ACCOUNT_FOR_ITSELF,
      parameters: parametersOf(props),
      stackInstancesGroup: [
        {
          deploymentTargets: { organizationalUnitIds: [...props.organizationalUnits], accountFilterType: 'NONE' },
          regions: [props.region ?? Aws.REGION],
        },
      ],
      templateBody: memberRoleTemplate(),
    });
  }
}

/** By default the first account that fails would roll the whole stack back, and they would be done one by one. */
const EVERY_ACCOUNT_FOR_ITSELF: CfnStackSet.OperationPreferencesProperty = {
  concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
  failureTolerancePercentage: 100,
  maxConcurrentPercentage: 100,
  regionConcurrencyType: 'PARALLEL',
};

const parametersOf = (props: MemberRoleStackSetProps): CfnStackSet.ParameterProperty[] => {
  const { path, name } = roleNameParts(props.roleName ?? DEFAULTS.memberRoleName);
  const values = {
    CollectorRoleArn: props.collectorRoleArn,
    RolePath: `/${path}`,
    RoleName: name,
    ExternalId: props.externalId ?? '',
    DecryptWorkflows: String(props.decryptsWorkflows ?? true),
    ListOrganization: 'false',
  } satisfies Readonly<Record<MemberRoleParameter, string>>;
  return Object.entries(values).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue }));
};
