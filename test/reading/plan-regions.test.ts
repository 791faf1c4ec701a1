import { describe, expect, it } from '@jest/globals';
import { PlanError } from '../../lambda/errors';
import { planTargets } from '../../lambda/reading/plan';
import { ReadError } from '../../lambda/source/image-builder';
import { ACCOUNT, accountOf } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';

const plan = async (regions: readonly string[] | 'enabled', excludedRegions: readonly string[], failure?: Error) => {
  const source = new AccountSource(accountOf({ 'us-east-1': [], 'eu-west-1': [], 'ap-east-1': [] }));
  if (failure !== undefined) source.enabledRegions = () => Promise.reject(failure);
  return planTargets({ accountId: ACCOUNT, regions, excludedRegions }, source);
};

describe('a plan', () => {
  it.each([
    ['that are given', ['us-east-1', 'eu-west-1', 'us-east-1', 'ap-east-1']],
    ['that are enabled', 'enabled'],
  ] as const)('has each of the Regions %s once, in order, without those that are excluded', async (_, regions) => {
    expect(await plan(regions, ['ap-east-1', 'sa-east-1'])).toEqual([
      { accountId: ACCOUNT, region: 'eu-west-1' },
      { accountId: ACCOUNT, region: 'us-east-1' },
    ]);
  });

  it('is refused where no Region is left', async () => {
    await expect(plan(['eu-west-1'], ['eu-west-1', 'us-east-1'])).rejects.toThrow(
      new PlanError('no Region is left to collect: 1 given or enabled, 2 excluded'),
    );
  });

  it('whose Regions cannot be listed says what was said, and why', async () => {
    const cause = new ReadError('denied', 'SomethingNew', 'no');
    await expect(plan('enabled', [], cause)).rejects.toMatchObject({
      name: 'PlanError',
      message: `the enabled Regions of account ${ACCOUNT} cannot be listed (SomethingNew: no)`,
      cause,
    });
  });

  it('hides no fault of the program', async () => {
    const fault = new TypeError('a fault of this program');
    await expect(plan('enabled', [], fault)).rejects.toBe(fault);
  });
});
