import { describe, expect, it } from '@jest/globals';
import { type AccountProps, ConfigurationError, WorkflowCollector, WorkflowLake } from '../../../lib';
import { listOf, type Parsed, resourceOf, spelled, statementsOf, templateOf, templateWith } from '../synthesized';

const A = '111122223333';
const B = '444455556666';
const UNIT = 'ou-l4ke-aaaa0001';
const ORGANIZATION_ROLE = 'arn:aws:iam::210000000001:role/lists-organization';

const roleOf = (given: unknown) => resourceOf(templateOf(given), 'AWS::IAM::Role', 'CollectorRole');

const statement = (given: unknown, sid: string): Parsed | undefined =>
  statementsOf(roleOf(given)).find(({ Sid }) => Sid === sid);

const environmentOf = (given: unknown): Parsed => {
  const { Environment } = resourceOf(templateOf(given), 'AWS::Lambda::Function').properties;
  const { LAKE_BUCKET, POWERTOOLS_SERVICE_NAME, REGIONS, ...accounts } = Environment.Variables;
  return accounts;
};

const nameOf = (given: unknown) => {
  const { Path, RoleName } = roleOf(given).properties;
  return { Path, RoleName };
};

describe('a collector of its own account', () => {
  it('is told of no other, may open no other, and has no name that another could trust', () => {
    expect(environmentOf({})).toEqual({});
    expect(statementsOf(roleOf({})).filter(({ Action }) => /sts:|organizations:/.test(String(Action)))).toEqual([]);
    expect(nameOf({})).toEqual({ Path: undefined, RoleName: undefined });
    expect(templateOf({}).findOutputs('CollectorRoleArn')).toEqual({});
  });
});

describe('a collector of listed accounts', () => {
  const given = { accounts: [A, B], memberRoleName: 'lake/reader', externalId: 'ours' };

  it('is told which, and how they are opened', () => {
    expect(environmentOf(given)).toEqual({ ACCOUNTS: `${A},${B}`, MEMBER_ROLE: 'lake/reader', EXTERNAL_ID: 'ours' });
  });

  it('may assume that role in those accounts, and nothing else in any', () => {
    const { Action, Resource, Condition } = statement(given, 'OpenAccounts');
    expect([Action, spelled(Resource)]).toEqual(['sts:AssumeRole', 'arn:{AWS::Partition}:iam::*:role/lake/reader']);
    expect(Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': [A, B] } });
    expect(statement(given, 'ListOrganization')).toBeUndefined();
  });

  it('has a name that member roles can trust before it is there', () => {
    expect(nameOf(given)).toEqual({ Path: '/', RoleName: 'imagebuilder-workflow-collector' });
    expect(nameOf({ ...given, collectorRoleName: 'a/b/c' })).toEqual({ Path: '/a/b/', RoleName: 'c' });
    const output = templateOf(given).findOutputs('CollectorRoleArn')['CollectorRoleArn'];
    expect(spelled(output?.['Value'])).toBe(`{${roleOf(given).id}.Arn}`);
  });

  it('stays within what the policies of a role may hold, with as many accounts as its environment takes', () => {
    const accounts = Array.from({ length: 250 }, (_, number) => String(100_000_000_000 + number));
    const spelledOut = JSON.stringify(statementsOf(roleOf({ accounts })), (_, value) =>
      value !== null && typeof value === 'object' && 'Fn::Join' in value ? spelled(value) : value,
    );
    expect(spelledOut.length).toBeLessThan(10_240);
  });
});

describe('a collector of an organization', () => {
  const given = { accounts: 'organization' };
  const chosen = { ...given, organizationalUnits: [UNIT], excludedAccounts: [A, B] };

  it('is told of units and exclusions where there are any', () => {
    const MEMBER_ROLE = 'imagebuilder-workflow-reader';
    expect(environmentOf(given)).toEqual({ ACCOUNTS: 'organization', MEMBER_ROLE });
    expect(
      environmentOf({
        ...chosen,
        excludedOrganizationalUnits: ['ou-l4ke-bbbb0002', 'ou-l4ke-cccc0003'],
        organizationRoleArn: ORGANIZATION_ROLE,
      }),
    ).toEqual({
      ACCOUNTS: 'organization',
      MEMBER_ROLE,
      ORGANIZATIONAL_UNITS: UNIT,
      EXCLUDED_ACCOUNTS: `${A},${B}`,
      EXCLUDED_ORGANIZATIONAL_UNITS: 'ou-l4ke-bbbb0002,ou-l4ke-cccc0003',
      ORGANIZATION_ROLE,
    });
  });

  it('may assume the member role in accounts of its own organization only', () => {
    const { Resource, Condition } = statement(given, 'OpenAccounts');
    expect(spelled(Resource)).toBe('arn:{AWS::Partition}:iam::*:role/imagebuilder-workflow-reader');
    expect(Condition).toEqual({ StringEquals: { 'aws:ResourceOrgID': [`\${aws:PrincipalOrgID}`] } });
  });

  it('may list the accounts, and walk units only where some are chosen', () => {
    const actions = (configuration: unknown) => listOf(statement(configuration, 'ListOrganization').Action);
    expect(actions(given)).toEqual(['organizations:ListAccounts']);
    const walking = [
      'organizations:ListAccounts',
      'organizations:ListAccountsForParent',
      'organizations:ListOrganizationalUnitsForParent',
    ];
    expect(actions(chosen)).toEqual(walking);
    expect(actions({ ...given, excludedOrganizationalUnits: [UNIT] })).toEqual(walking);
  });

  it('lists nothing itself where another role does', () => {
    const elsewhere = { ...chosen, organizationRoleArn: ORGANIZATION_ROLE };
    expect(statement(elsewhere, 'ListOrganization')).toBeUndefined();
    const { Action, Resource } = statement(elsewhere, 'OpenOrganization');
    expect([Action, Resource]).toEqual(['sts:AssumeRole', ORGANIZATION_ROLE]);
  });
});

describe('a collector in an app of one’s own', () => {
  const build = (props: AccountProps) => () =>
    templateWith((stack) => {
      new WorkflowCollector(stack, 'Collector', { lake: new WorkflowLake(stack, 'Lake'), ...props });
    });

  it('refuses wrong accounts, all faults at once', () => {
    const faulty = build({ accounts: [A, A], memberRoleName: 'a b', organizationalUnits: [UNIT, 'x'] });
    expect(faulty).toThrow(ConfigurationError);
    expect(faulty).toThrow(
      /^The props of a collector are wrong:(\n {2}- (accounts|memberRoleName|organi\w+\.1):.*){3}$/,
    );
  });

  it('refuses what would be passed over, and more accounts than the function can be told', () => {
    expect(build({ organizationalUnits: [UNIT] })).toThrow(/- organizationalUnits: given/);
    const accounts = Array.from({ length: 320 }, (_, number) => String(100_000_000_000 + number));
    expect(build({ accounts })).toThrow(/- accounts: given .*4 KB/);
  });
});
