import {
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Fn,
  type IStackSynthesizer,
  LegacyStackSynthesizer,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { roleNameParts } from '../../lambda/contract/aws-names';
import { DEFAULTS } from '../configuration/defaults';
import { memberRoleResource } from './member-role-resource';
import { checkMemberRole } from './member-role-rules';

export interface ImagebuilderWorkflowReaderStackProps extends StackProps {
  /** @default 'imagebuilder-workflow-reader' */
  readonly roleName?: string | undefined;
  /** @default - none is asked for */
  readonly externalId?: string | undefined;
  /** @default true */
  readonly decryptsWorkflows?: boolean | undefined;
}

/** The parameters of the template of the member role. */
export type MemberRoleParameter =
  | 'CollectorRoleArn'
  | 'RolePath'
  | 'RoleName'
  | 'ExternalId'
  | 'DecryptWorkflows'
  | 'ListOrganization';

/**
 * The member role as a template with parameters, for one account, for a StackSet, and to roll out by other means. What
 * the configuration says is what its parameters default to. It has no assets, so the account needs no bootstrap.
 */
export class ImagebuilderWorkflowReaderStack extends Stack {
  constructor(scope: Construct, id: string, props: ImagebuilderWorkflowReaderStackProps = {}) {
    const { roleName = DEFAULTS.memberRoleName, externalId = '', decryptsWorkflows = true, ...stackProps } = props;
    super(scope, id, {
      description: 'The role by which a collector reads the EC2 Image Builder workflows of this account.',
      synthesizer: withTheCallersCredentials(),
      ...stackProps,
    });
    checkMemberRole(props);
    const { path, name } = roleNameParts(roleName);
    const role = memberRoleResource(this, {
      collectorRoleArn: this.text('CollectorRoleArn', {
        description: 'The ARN of the role of the collector, the only one that may assume this role.',
        allowedPattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[a-zA-Z0-9_+=,.@/-]+$',
      }),
      path: this.text('RolePath', {
        default: `/${path}`,
        description: 'The path of the role; with its name, the memberRoleName of the collector.',
        allowedPattern: '^/([a-zA-Z0-9_+=,.@-]+/)*$',
      }),
      name: this.text('RoleName', {
        default: name,
        description: 'The name of the role.',
        allowedPattern: '^[a-zA-Z0-9_+=,.@-]{1,64}$',
      }),
      ...this.externalId(externalId),
      decryptsWorkflows: this.switch('DecryptWorkflows', {
        default: String(decryptsWorkflows),
        description: 'Whether the role may decrypt encrypted workflows, with any key whose policy allows it.',
      }),
      listsOrganization: this.switch('ListOrganization', {
        default: 'false',
        description: 'Whether the role may list the accounts of the organization, as the organizationRoleArn.',
      }),
    });
    new CfnOutput(this, 'RoleArn', { value: role.attrArn, description: 'The role that the collector assumes' });
  }

  private externalId(given: string) {
    const externalId = this.text('ExternalId', {
      default: given,
      description: 'The external ID without which the role is not to be had. Empty: none is asked for.',
      allowedPattern: '^$|^[a-zA-Z0-9_+=,.@:/-]{2,1224}$',
    });
    const isGiven = Fn.conditionNot(Fn.conditionEquals(externalId, ''));
    return { externalId, asksForExternalId: new CfnCondition(this, 'AsksForExternalId', { expression: isGiven }) };
  }

  private text(name: MemberRoleParameter, props: ParameterProps): string {
    return new CfnParameter(this, name, props).valueAsString;
  }

  private switch(name: MemberRoleParameter, props: ParameterProps): CfnCondition {
    const value = new CfnParameter(this, name, { ...props, allowedValues: ['true', 'false'] }).valueAsString;
    return new CfnCondition(this, `${name}IsOn`, { expression: Fn.conditionEquals(value, 'true') });
  }
}

interface ParameterProps {
  readonly default?: string;
  readonly description: string;
  readonly allowedPattern?: string;
}

/** No role of a bootstrap; the library's class is not what its own type says, where optional is not undefined. */
const withTheCallersCredentials = (): IStackSynthesizer => new LegacyStackSynthesizer() as IStackSynthesizer;
