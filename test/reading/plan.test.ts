import { describe, expect, it } from '@jest/globals';
import { ClockError, FutureRunError, PlanError, ScopeLossError } from '../../lambda/errors';
import { checkAccount, checkClock, checkScheduledTime, checkScope, planTargets } from '../../lambda/reading/plan';
import { ReadError, type Source } from '../../lambda/source/image-builder';
import { ACCOUNT } from '../fakes/account';
import { at } from '../fakes/scheduled-time';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 22, 6);

const sourceOf = (enabledRegions: () => Promise<readonly string[]>): Source => ({
  enabledRegions,
  imageBuilder: () => {
    throw new Error('not asked in these tests');
  },
});

const planning = (error: Error): Promise<unknown> =>
  planTargets(
    { accountId: ACCOUNT, regions: 'enabled', excludedRegions: [] },
    sourceOf(() => Promise.reject(error)),
  );

const target = (region: string, accountId = ACCOUNT) => ({ accountId, region });

describe('a plan', () => {
  const UNASKED = sourceOf(() => Promise.reject(new Error('not asked in these tests')));

  it('has each Region once, in order, without those that are excluded', async () => {
    const regions = ['us-east-1', 'eu-west-1', 'us-east-1', 'ap-east-1'];
    const excludedRegions = ['ap-east-1', 'sa-east-1'];
    const expected = [target('eu-west-1'), target('us-east-1')];
    expect(await planTargets({ accountId: ACCOUNT, regions, excludedRegions }, UNASKED)).toEqual(expected);
    const enabled = sourceOf(async () => regions);
    const scope = { accountId: ACCOUNT, regions: 'enabled', excludedRegions } as const;
    expect(await planTargets(scope, enabled)).toEqual(expected);
  });

  it('is refused where no Region is left', async () => {
    const scope = { accountId: ACCOUNT, regions: ['eu-west-1'], excludedRegions: ['eu-west-1', 'us-east-1'] };
    await expect(planTargets(scope, UNASKED)).rejects.toThrow(
      new PlanError('no Region is left to collect: 1 given or enabled, 2 excluded'),
    );
  });

  it('may lose no target that the lake holds', () => {
    const planned = [target('eu-west-1'), target('us-east-1')];
    expect(() => checkScope(planned, [target('us-east-1')])).not.toThrow();
    expect(() => checkScope(planned, [target('sa-east-1'), target('us-east-1'), target('ap-east-1')])).toThrow(
      new ScopeLossError(
        'the plan lacks 2 of the targets that the lake holds; their rows would leave the tables: ' +
          `${ACCOUNT} sa-east-1, ${ACCOUNT} ap-east-1`,
      ),
    );
  });

  it('may not be of another account than the lake', () => {
    expect(() => checkAccount(ACCOUNT, [target('eu-west-1')])).not.toThrow();
    const others = ['444455556666', '777788889999', '444455556666'].map((account) => target('eu-west-1', account));
    expect(() => checkAccount(ACCOUNT, [target('eu-west-1'), ...others])).toThrow(
      new ScopeLossError(
        `the lake holds account 444455556666, 777788889999, but this run collects ${ACCOUNT}; ` +
          'the rows of the others would leave the tables. Give each account a lake of its own',
      ),
    );
  });
});

describe('a plan whose Regions cannot be listed says what to do', () => {
  it.each([
    ['AccessDeniedException', 'no policy allows it', /Allow account:ListRegions, or name the Regions$/],
    ['AccessDeniedException', 'with an explicit deny in a service control policy', /A policy denies it/],
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', /check the endpoint/],
  ])('%s: %s', async (code, message, text) => {
    await expect(planning(new ReadError('denied', code, message))).rejects.toThrow(text);
  });

  it('and asks for no permission where none is missing', async () => {
    const lost = new ReadError('unavailable', 'ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1');
    await expect(planning(lost)).rejects.not.toThrow(/account:ListRegions/);
  });

  it('with what was said, and why', async () => {
    const cause = new ReadError('denied', 'SomethingNew', 'no');
    await expect(planning(cause)).rejects.toMatchObject({
      name: 'PlanError',
      message: `the enabled Regions of account ${ACCOUNT} cannot be listed (SomethingNew: no)`,
      cause,
    });
  });

  it('but hides no fault of the program', async () => {
    const fault = new TypeError('a fault of this program');
    await expect(planning(fault)).rejects.toBe(fault);
  });
});

describe('a scheduled time', () => {
  it('may lie ahead of the clock by five minutes', () => {
    expect(() => checkScheduledTime(at('2026-11-22T06:05:00Z'), NOW)).not.toThrow();
    expect(() => checkScheduledTime(at('2026-11-22T06:05:01Z'), NOW)).toThrow(
      new FutureRunError(
        'the scheduled time 2026-11-22T06:05:01Z lies ahead of the clock (2026-11-22T06:00:00.000Z); ' +
          'at most five minutes are allowed',
      ),
    );
  });
});

describe('the clock of this machine', () => {
  it.each([undefined, 0, 5 * MINUTE, -5 * MINUTE])('may differ by five minutes: %p', (difference) => {
    expect(() => checkClock(difference)).not.toThrow();
  });

  it.each([
    [-5 * MINUTE - 1, '5 minutes ahead of'],
    [5 * MINUTE + 1, '5 minutes behind'],
    [-90 * MINUTE, '90 minutes ahead of'],
    [90 * MINUTE, '90 minutes behind'],
  ])('may not differ by more: %d ms', (difference, what) => {
    expect(() => checkClock(difference)).toThrow(
      new ClockError(
        `the clock of this machine is ${what} that of the lake's server; five are allowed. ` +
          'Nothing was published: set the clock right, and run it again',
      ),
    );
  });
});
