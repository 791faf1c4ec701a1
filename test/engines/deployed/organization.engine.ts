import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { type MiniStack, startMiniStack } from '../install/ministack';
import { sorted } from '../trino/client';
import { startTrino, type Trino } from '../trino/trino';
import { type LoopbackProxy, startProxy } from './loopback-proxy';
import { DeployedOrganization, memberRoleIn, REGIONS } from './organization';
import { withoutAction } from './role';
import { ScheduledRuns, time } from './scheduled-runs';

const SIZE = 30;

let ministack: MiniStack;
/** MiniStack without TLS: Trino does not trust its certificate. */
let inClear: LoopbackProxy;
let trino: Trino;
let organization: DeployedOrganization;
let runs: ScheduledRuns;
/** An account without the member role, and one whose role trusts somebody else. */
let roleless: FakeAccount;
let distrustful: FakeAccount;
/** All others, with the collector's own, which needs no role. */
let open: readonly FakeAccount[];

beforeAll(async () => {
  ministack = await startMiniStack({ enforced: true });
  inClear = await startProxy(ministack.endpoint, ({ passOn }) => passOn(), ministack.certificate);
  const sources = { glueUrl: inClear.url, s3Url: inClear.url, region: ministack.region, ...ministack.credentials };
  // Each is known as soon as it is there: what has started is stopped, also where the other does not start.
  await Promise.all([
    DeployedOrganization.deploy(ministack, SIZE).then((deployed) => {
      organization = deployed;
    }),
    startTrino(sources).then((started) => {
      trino = started;
    }),
  ]);
  runs = new ScheduledRuns(organization);
  [roleless, distrustful] = [organization.account(1), organization.account(2)];
  open = organization.accounts.filter((account) => account !== roleless && account !== distrustful);
  await organization.rollOutRole(distrustful, `arn:aws:iam::${ministack.accountId}:role/somebody-else`);
  await Promise.all(open.slice(1).map((account) => organization.rollOutRole(account)));
});

afterAll(async () => {
  for (const each of [trino, organization, inClear, ministack]) await each?.stop();
});

const ask = async (sql: string) => sorted((await trino.query('aws', sql)).rows);

const COUNTED = `SELECT account_id, split_part(arn, ':', 4), count(*) FROM imagebuilder_workflow GROUP BY 1, 2`;

/** What the accounts hold, by account and Region. */
const held = (accounts: readonly FakeAccount[]) =>
  sorted(
    accounts.flatMap((account) =>
      account
        .regions()
        .map((region) => [account.accountId, region.name, region.builds().length] as const)
        .filter(([, , builds]) => builds > 0),
    ),
  );

const COMPLETE = `SELECT account_id, region FROM imagebuilder_workflow_coverage_now WHERE outcome = 'complete'`;

const inEachRegion = (accounts: readonly FakeAccount[]) =>
  sorted(accounts.flatMap(({ accountId }) => REGIONS.map((region) => [accountId, region])));

const UNOPENED = `SELECT account_id, outcome, error_message FROM imagebuilder_workflow_coverage_now WHERE region = '*'`;

const unopened = ({ accountId }: FakeAccount, why: string) => [accountId, 'denied', expect.stringContaining(why)];

const notAuthorized = (account: FakeAccount) =>
  unopened(account, `not authorized to perform: sts:AssumeRole on resource: ${memberRoleIn(account.accountId)}`);

/** What the log of a run advises for each account that could not be opened. */
const adviceIn = async (hour: number) => {
  const lines = (await organization.deployedFunction.log()).split('\n').filter((line) => line.startsWith('{'));
  return sorted(
    lines
      .map((line) => JSON.parse(line))
      .filter(({ run, region }) => run === time(hour) && region === '*')
      .map(({ account_id, advice }) => [account_id, advice]),
  );
};

describe('The deployed function in an organization of thirty accounts', () => {
  it('reads each account that lets it in, in each of its Regions, and its own without a role', async () => {
    const { outcomes, collector_account_id } = await runs.publish(0);

    expect({ outcomes, collector_account_id }).toEqual({
      outcomes: { complete: 28 * REGIONS.length, denied: 2 },
      collector_account_id: ministack.accountId,
    });
    expect(await ask(COMPLETE)).toEqual(inEachRegion(open));
  });

  it('writes the rows that each account holds, as Trino counts them', async () => {
    expect(open).toHaveLength(28);
    expect(await ask(COUNTED)).toEqual(held(open));
  });

  it('names the two that it could not open, and what may be missing there', async () => {
    expect(await ask(UNOPENED)).toEqual(sorted([roleless, distrustful].map(notAuthorized)));
    const advice = expect.stringMatching(/no such role in that account .* its trust policy names another collector/);
    expect(await adviceIn(0)).toEqual(sorted([roleless, distrustful].map(({ accountId }) => [accountId, advice])));
  });

  it('lets an account enter with the next run once its role is there', async () => {
    await organization.rollOutRole(roleless);

    const { outcomes, changes } = await runs.publish(1);

    const entered = roleless.regions().flatMap((region) => region.builds()).length;
    expect({ outcomes, changes }).toEqual({
      outcomes: { complete: 29 * REGIONS.length, denied: 1 },
      changes: { entered_scope: entered },
    });
    expect(await ask(COUNTED)).toEqual(held([...open, roleless]));
    expect(await ask(UNOPENED)).toEqual([notAuthorized(distrustful)]);
  });

  it('says that it is its own role that lacks something, where it may open none, and keeps all rows', async () => {
    const { role } = organization;
    const statements = await role.statements();
    await role.setStatements(withoutAction(statements, 'sts:AssumeRole'));

    const { outcomes, changes } = await runs.publish(2);
    await role.setStatements(statements);

    const others = organization.accounts.slice(1);
    const denied = others.length + (others.length - 1) * REGIONS.length;
    expect({ outcomes, changes }).toEqual({ outcomes: { complete: REGIONS.length, denied }, changes: {} });
    expect(await ask(COUNTED)).toEqual(held([...open, roleless]));
    const why = 'because no identity-based policy allows the sts:AssumeRole action';
    expect(await ask(UNOPENED)).toEqual(sorted(others.map((account) => unopened(account, why))));
    const advice = expect.stringMatching(/^Allow the collector’s role .*sts:AssumeRole/);
    expect(await adviceIn(2)).toEqual(sorted(others.map(({ accountId }) => [accountId, advice])));
  });
});
