import { describe, expect, it } from '@jest/globals';
import { parseCollect } from '../../../local/command-line/collect-request';

const NOW = Date.parse('2026-11-22T06:00:30.500Z');
const A = '210000000002';
const B = '210000000003';

const parse = (...argv: readonly string[]) => parseCollect(['--lake', 'lake', ...argv], NOW);

const requestOf = (...argv: readonly string[]) => {
  const parsed = parse(...argv);
  if (parsed === 'help' || 'faults' in parsed) throw new Error(JSON.stringify(parsed));
  return parsed.request;
};

const faultsOf = (...argv: readonly string[]): readonly string[] => {
  const parsed = parse(...argv);
  if (parsed === 'help' || 'request' in parsed) throw new Error('nothing was wrong');
  return parsed.faults;
};

describe('a command line', () => {
  it('collects the account of the credentials, with no role, where it names none', () => {
    expect(requestOf()).toMatchObject({ accounts: 'self', excludedAccounts: [], memberRole: undefined });
  });

  it('collects the accounts that it names, by a role with its path and an external ID', () => {
    const role = ['--role-name', 'workflow-lake/member', '--external-id', 'open:sesame'];
    expect(requestOf('--account', A, `--account=${B}`, ...role)).toMatchObject({
      accounts: [A, B],
      memberRole: 'workflow-lake/member',
      externalId: 'open:sesame',
    });
  });

  it('collects the organization, or units of it, less accounts and units', () => {
    expect(requestOf('--organization', '--role-name', 'member')).toMatchObject({
      accounts: { units: [], excludedUnits: [] },
    });
    const units = ['--organizational-unit', 'ou-l4ke-aaaa0001', '--exclude-organizational-unit', 'ou-l4ke-bbbb0002'];
    const lister = ['--organization-role', 'arn:aws:iam::210000000001:role/path/lister'];
    expect(
      requestOf('--organization', '--role-name', 'member', ...units, '--exclude-account', A, ...lister),
    ).toMatchObject({
      accounts: { units: ['ou-l4ke-aaaa0001'], excludedUnits: ['ou-l4ke-bbbb0002'] },
      excludedAccounts: [A],
      organizationRole: 'arn:aws:iam::210000000001:role/path/lister',
    });
  });

  it('is told all that is wrong with its accounts at once, before anything is read', () => {
    const argv = [
      ...['--organization', '--account', '21000000000', '--account', A, '--account', A],
      ...['--role-name', 'arn:aws:iam::210000000001:role/member', '--external-id', 'open sesame'],
      ...['--organizational-unit', 'Workloads', '--exclude-account', 'all'],
    ];
    expect(faultsOf(...argv)).toEqual([
      '--account "21000000000" is not an ID of an account, which has 12 digits.',
      `--account "${A}" is given more than once.`,
      '--exclude-account "all" is not an ID of an account, which has 12 digits.',
      '--organizational-unit "Workloads" is not the ID of an organizational unit, such as ou-ab12-cdefgh34.',
      expect.stringMatching(/^--role-name "arn:aws:.* is not the name of a role, which has a name of up to 64/),
      expect.stringMatching(/^--external-id "open sesame" is not an external ID, which has .* no blanks\.$/),
      '--account and --organization exclude each other: give one of them.',
    ]);
  });

  it.each(['ou-l4ke-aaaa0001', 'r-l4ke'])('is told of a unit that stands twice, or is left out again: %s', (unit) => {
    const argv = ['--organization', '--role-name', 'member', '--organizational-unit', unit];
    expect(faultsOf(...argv, '--organizational-unit', unit, '--exclude-organizational-unit', unit)).toEqual([
      `--organizational-unit "${unit}" is given more than once.`,
      '--exclude-organizational-unit leaves out all that --organizational-unit names: none is left.',
    ]);
    expect(requestOf(...argv, '--exclude-organizational-unit', 'ou-l4ke-bbbb0002')).toBeDefined();
  });

  it('is told where no account is left', () => {
    const argv = ['--role-name', 'member', '--account', A, '--exclude-account', A];
    expect(faultsOf(...argv)).toEqual(['--exclude-account leaves out all that --account names: none is left.']);
    expect(requestOf(...argv, '--account', B).accounts).toEqual([A, B]);
  });

  it.each([
    [['--account', A], /^--role-name is needed with --account and --organization/],
    [['--organization'], /^--role-name is needed with/],
    [['--role-name', 'member'], /^--role-name has a meaning only with --account or --organization\.$/],
    [['--organizational-unit', 'ou-l4ke-aaaa0001'], /has a meaning only with --organization\.$/],
  ])('%j lacks what belongs to it', (argv, fault) => {
    expect(faultsOf(...argv)).toEqual([expect.stringMatching(fault)]);
  });
});
