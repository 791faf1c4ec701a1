import { describe, expect, it } from '@jest/globals';
import { MemberRoleStackSet } from '../../../lib';
import { LONGEST_TEMPLATE, memberRoleTemplate } from '../../../lib/member-role/member-role-template';
import { type Parsed, resourceOf, spelled, templateOf, templateWith } from '../synthesized';

const given = {
  accounts: 'organization',
  stackSetOrganizationalUnits: ['ou-l4ke-aaaa0001', 'ou-l4ke-bbbb0002'],
  stackSetCallAs: 'DELEGATED_ADMIN',
};

const stackSetOf = (configuration: unknown): Parsed =>
  resourceOf(templateOf(configuration), 'AWS::CloudFormation::StackSet').properties;

const parametersOf = (configuration: unknown): Parsed =>
  Object.fromEntries(
    stackSetOf(configuration).Parameters.map(({ ParameterKey, ParameterValue }: Parsed) => [
      ParameterKey,
      spelled(ParameterValue),
    ]),
  );

describe('the StackSet of the member role', () => {
  it('is there only where it is asked for', () => {
    templateOf({}).resourceCountIs('AWS::CloudFormation::StackSet', 0);
    templateOf({ accounts: 'organization' }).resourceCountIs('AWS::CloudFormation::StackSet', 0);
  });

  it('deploys to the chosen units through one Region, and to accounts that join later', () => {
    expect(stackSetOf(given)).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: given.stackSetOrganizationalUnits, AccountFilterType: 'NONE' },
          Regions: [{ Ref: 'AWS::Region' }],
        },
      ],
    });
    const [{ Regions }] = stackSetOf({ ...given, stackSetRegion: 'us-east-1' }).StackInstancesGroup;
    expect(Regions).toEqual(['us-east-1']);
  });

  it.each(['SELF', 'DELEGATED_ADMIN'])('says that it is called as %s', (stackSetCallAs) => {
    expect(stackSetOf({ ...given, stackSetCallAs }).CallAs).toBe(stackSetCallAs);
  });

  it('goes on where an account fails, which else would roll the whole stack back', () => {
    expect(stackSetOf(given)).toMatchObject({
      ManagedExecution: { Active: true },
      OperationPreferences: {
        FailureTolerancePercentage: 100,
        MaxConcurrentPercentage: 100,
        ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
        RegionConcurrencyType: 'PARALLEL',
      },
    });
  });

  it('deploys the template of the documents, which may name a role', () => {
    const { TemplateBody, Capabilities } = stackSetOf(given);
    expect(TemplateBody).toBe(memberRoleTemplate());
    expect(Buffer.byteLength(TemplateBody)).toBeLessThan(LONGEST_TEMPLATE);
    expect(Capabilities).toEqual(['CAPABILITY_NAMED_IAM']);
  });

  it('gives each parameter of the template, as the collector knows the role', () => {
    const role = resourceOf(templateOf(given), 'AWS::IAM::Role', 'CollectorRole');
    expect(parametersOf(given)).toEqual({
      CollectorRoleArn: `{${role.id}.Arn}`,
      RolePath: '/',
      RoleName: 'imagebuilder-workflow-reader',
      ExternalId: '',
      DecryptWorkflows: 'true',
      ListOrganization: 'false',
    });
    expect(Object.keys(parametersOf(given))).toEqual(Object.keys(JSON.parse(memberRoleTemplate()).Parameters));
    const configured = { ...given, memberRoleName: 'lake/r', externalId: 'ours', memberRoleDecrypts: false };
    expect(parametersOf(configured)).toMatchObject({
      RolePath: '/lake/',
      RoleName: 'r',
      ExternalId: 'ours',
      DecryptWorkflows: 'false',
    });
  });

  it.each([[[]], [['ou-1']], [['r-l4ke', 'r-l4ke']]])(
    'is not made for %j, and says all that is wrong at once',
    (organizationalUnits) => {
      const props = { collectorRoleArn: '*', callAs: 'SELF', organizationalUnits, region: 'eu-wset-1' } as const;
      const wrong = () => templateWith((stack) => new MemberRoleStackSet(stack, 'Members', props));
      expect(wrong).toThrow(/:(\n {2}- (collectorRoleArn|region|organizationalUnits): given .*; allowed: .*){3}$/);
    },
  );
});
