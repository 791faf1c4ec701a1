import { Construct } from 'constructs';
import { roleNameParts } from '../../lambda/contract/aws-names';
import { DEFAULTS } from '../configuration/defaults';
import { memberRoleResource } from './member-role-resource';
import { checkMemberRole } from './member-role-rules';

export interface MemberRoleProps {
  /** The ARN of the collector's role, the only one that may assume this role. */
  readonly collectorRoleArn: string;
  /**
   * The name of the role, its path before it; the same as the collector's `memberRoleName`.
   *
   * @default 'imagebuilder-workflow-reader'
   */
  readonly roleName?: string | undefined;
  /**
   * The external ID without which the role is not to be had; the same as the collector's.
   *
   * @default - none is asked for
   */
  readonly externalId?: string | undefined;
  /**
   * Whether it may decrypt encrypted workflows, with any key whose policy allows it.
   *
   * @default true
   */
  readonly decryptsWorkflows?: boolean | undefined;
  /**
   * Whether it may list the accounts of the organization, for a collector whose `organizationRoleArn` it is.
   *
   * @default false
   */
  readonly listsOrganization?: boolean | undefined;
}

/** The role that lets a collector of another account read the workflows of this one, and change nothing. */
export class MemberRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: MemberRoleProps) {
    super(scope, id);
    checkMemberRole(props);
    const { path, name } = roleNameParts(props.roleName ?? DEFAULTS.memberRoleName);
    const { externalId, decryptsWorkflows = true, listsOrganization = false } = props;
    this.roleArn = memberRoleResource(this, {
      collectorRoleArn: props.collectorRoleArn,
      path: `/${path}`,
      name,
      externalId: externalId ?? '',
      asksForExternalId: externalId !== undefined,
      decryptsWorkflows,
      listsOrganization,
    }).attrArn;
  }
}
