import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, parseConfiguration } from '../../../lib/configuration/configuration';

const faultsOf = (given: unknown): readonly string[] => {
  try {
    parseConfiguration(given);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n  - ').slice(1);
  }
  return [];
};

const faultyMembers = (given: unknown): readonly string[] => faultsOf(given).map((fault) => fault.split(':')[0] ?? '');

const A = '111122223333';
const B = '444455556666';
const UNIT = 'ou-l4ke-aaaa0001';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/audit/reader';

const accountsUpTo = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => String(100_000_000_000 + number));

describe('the accounts of the configuration', () => {
  it.each([
    { accounts: 'self' },
    { accounts: [A, B], externalId: 'a:secret/of+ours', memberRoleName: 'lake/of-ours/reader' },
    { accounts: 'organization', organizationalUnits: [UNIT], excludedAccounts: [A], organizationRoleArn: ROLE_ARN },
    { accounts: 'organization', excludedOrganizationalUnits: [UNIT] },
    {
      accounts: 'organization',
      stackSetOrganizationalUnits: ['r-l4ke'],
      stackSetCallAs: 'DELEGATED_ADMIN',
      stackSetRegion: 'us-east-1',
    },
  ])('may be %j', (given) => {
    expect(faultsOf(given)).toEqual([]);
  });

  it('are wrong in every member at once: what was given, and what is allowed', () => {
    const faults = faultsOf({
      accounts: [A, '11112222333', B],
      organizationalUnits: ['Workloads'],
      excludedAccounts: ['one'],
      excludedOrganizationalUnits: ['ou-1'],
      organizationRoleArn: 'arn:aws:iam::111122223333:user/me',
      memberRoleName: 'reader/',
      memberRoleDecrypts: 'yes',
      externalId: 'two words',
      collectorRoleName: 'the collector',
      stackSetOrganizationalUnits: ['root'],
      stackSetCallAs: 'ADMIN',
      stackSetRegion: 'Ireland',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'accounts.1',
      'organizationalUnits.0',
      'excludedAccounts.0',
      'excludedOrganizationalUnits.0',
      'organizationRoleArn',
      'memberRoleName',
      'memberRoleDecrypts',
      'externalId',
      'collectorRoleName',
      'stackSetOrganizationalUnits.0',
      'stackSetCallAs',
      'stackSetRegion',
    ]);
    expect(faults).toContain(
      'memberRoleName: given "reader/"; allowed: a name of up to 64 letters, digits and +=,.@_- behind a path, if there is one, such as workflow-lake/member',
    );
    expect(faults).toContainEqual(
      expect.stringMatching(/^externalId: given "two words"; allowed: .*2 to 1,224 letters/),
    );
  });

  it('are wrong together with a member that says too much beside them', () => {
    const given = { accounts: ['111122223333'], excludedAccounts: ['444455556666'], memberRoleName: 'a b' };
    expect(faultyMembers(given)).toEqual(['memberRoleName', 'excludedAccounts']);
    expect(faultyMembers({ ...given, accounts: 'organization' })).toEqual(['memberRoleName']);
  });

  it('are wrong where one stands twice, and where none does', () => {
    expect(faultyMembers({ accounts: [A, B, A] })).toEqual(['accounts']);
    expect(faultyMembers({ accounts: [] })).toEqual(['accounts']);
    expect(faultyMembers({ accounts: 'all' })).toEqual(['accounts']);
  });

  it('are wrong where there are more than the function’s environment holds', () => {
    expect(faultsOf({ accounts: accountsUpTo(250) })).toEqual([]);
    expect(faultsOf({ accounts: accountsUpTo(320) })).toEqual([
      expect.stringMatching(/^accounts: given \["100000000000",.*; allowed: .*4 KB$/),
    ]);
    expect(faultyMembers({ accounts: 'organization', excludedAccounts: accountsUpTo(320) })).toEqual([
      'excludedAccounts',
    ]);
    expect(faultyMembers({ accounts: accountsUpTo(250), externalId: 'x'.repeat(1224) })).toEqual(['accounts']);
  });

  it.each([
    { organizationalUnits: [UNIT] },
    { excludedAccounts: [A] },
    { excludedOrganizationalUnits: [UNIT] },
    { organizationRoleArn: ROLE_ARN },
  ])('are the organization’s where its parts are named, or those would be passed over: %j', (given) => {
    const members = Object.keys(given);
    expect(faultyMembers(given)).toEqual(members);
    expect(faultyMembers({ accounts: [A], ...given })).toEqual(members);
    expect(faultyMembers({ accounts: 'organization', ...given })).toEqual([]);
  });

  it('are others than that of the stack where a member role is spoken of', () => {
    expect(faultyMembers({ externalId: 'ours' })).toEqual(['externalId']);
    expect(faultyMembers({ stackSetOrganizationalUnits: [UNIT], stackSetCallAs: 'SELF' })).toEqual([
      'stackSetOrganizationalUnits',
    ]);
  });

  it('leave one of the chosen units', () => {
    const units = { accounts: 'organization', organizationalUnits: [UNIT] };
    expect(faultyMembers({ ...units, excludedOrganizationalUnits: [UNIT] })).toEqual(['excludedOrganizationalUnits']);
    expect(faultyMembers({ ...units, excludedOrganizationalUnits: ['ou-l4ke-bbbb0002'] })).toEqual([]);
  });
});

describe('the roles of the configuration', () => {
  it('differ in more than their paths and the case of letters, as IAM wants of two in one account', () => {
    expect(faultyMembers({ memberRoleName: 'a/Lake', collectorRoleName: 'b/lake' })).toEqual(['collectorRoleName']);
    expect(faultyMembers({ memberRoleName: 'lake/a', collectorRoleName: 'lake/b' })).toEqual([]);
  });

  it.each(['a', `${'p'.repeat(510)}/${'n'.repeat(64)}`, '+=,.@-_/x'])('may be called %s', (memberRoleName) => {
    expect(faultyMembers({ memberRoleName })).toEqual([]);
  });

  it.each([
    '',
    '/reader',
    'a//b',
    'rôle',
    'a*',
    `${'p'.repeat(511)}/n`,
    'n'.repeat(65),
    'arn:aws:iam::111122223333:role/reader',
  ])('may not be called %s', (memberRoleName) => {
    expect(faultyMembers({ memberRoleName })).toEqual(['memberRoleName']);
  });
});

describe('the StackSet of the configuration', () => {
  const units = { accounts: 'organization', stackSetOrganizationalUnits: [UNIT] };

  it('says as whom it is made', () => {
    expect(faultyMembers(units)).toEqual(['stackSetCallAs']);
    expect(faultyMembers({ ...units, stackSetCallAs: 'SELF' })).toEqual([]);
  });

  it('is there where its other members are named', () => {
    const given = { accounts: 'organization', stackSetCallAs: 'SELF', stackSetRegion: 'us-east-1' };
    expect(faultyMembers(given)).toEqual(['stackSetCallAs', 'stackSetRegion']);
  });
});
