import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectorPermissions } from '../../../lambda/contract/permissions';
import { type AwsClients, awsClients } from '../aws-clients';
import { type MiniStack, startMiniStack } from '../install/ministack';
import { rollOutMemberRole } from './member-role';

const MEMBER = '222233334444';
const STRANGER = '333344445555';
const EXTERNAL_ID = 'ours';

const [PATH, COLLECTOR, NEIGHBOUR] = ['/lake/', 'collector', 'neighbour'];

let ministack: MiniStack;

const rootOf = (accountId: string): AwsClients =>
  awsClients(ministack, { accessKeyId: accountId, secretAccessKey: 'test' });

const arnOf = (name: string): string => `arn:aws:iam::${ministack.accountId}:role${PATH}${name}`;

const rollOut = (accountId: string): Promise<void> =>
  rollOutMemberRole(rootOf(accountId), {
    CollectorRoleArn: arnOf(COLLECTOR),
    RoleName: 'reader',
    RolePath: PATH,
    ExternalId: EXTERNAL_ID,
  });

/** What the role of a collector of listed accounts may do of all this. */
const mayOpenMember = (): string => {
  const [statement] = collectorPermissions({
    partition: 'aws',
    accountId: ministack.accountId,
    region: ministack.region,
    bucketArn: 'arn:aws:s3:::lake',
    kmsKeyArns: [],
    followsEnabledRegions: true,
    otherAccounts: { accounts: [MEMBER], choosesUnits: false, memberRole: 'lake/reader' },
    logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:collector:*',
    failedRunsQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:failed',
  }).filter(({ sid }) => sid === 'OpenAccounts');
  if (statement === undefined) throw new Error('the collector may open no account');
  const { actions: Action, resources: Resource, conditions: Condition } = statement;
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, Condition }] });
};

const makeRole = async (RoleName: string): Promise<void> => {
  const { iam } = rootOf(ministack.accountId);
  const Principal = { AWS: `arn:aws:iam::${ministack.accountId}:root` };
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] };
  await iam.send(new CreateRoleCommand({ RoleName, Path: PATH, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'open', PolicyDocument: mayOpenMember() }));
};

const assume = async ({ sts }: AwsClients, RoleArn: string, externalId?: string): Promise<AwsClients> => {
  const request = { RoleArn, RoleSessionName: 'test', ...(externalId === undefined ? {} : { ExternalId: externalId }) };
  const { Credentials: session } = await sts.send(new AssumeRoleCommand(request));
  if (session === undefined) throw new Error('no credentials');
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = session;
  return awsClients(ministack, {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  });
};

/** A session of a role of the collector's account opens an account. */
const open = async (name: string, accountId: string, externalId?: string): Promise<AwsClients> =>
  assume(
    await assume(rootOf(ministack.accountId), arnOf(name)),
    `arn:aws:iam::${accountId}:role/lake/reader`,
    externalId,
  );

beforeAll(async () => {
  ministack = await startMiniStack({ enforced: true });
  // The member role comes first: it trusts a role that is not there yet.
  await Promise.all([MEMBER, STRANGER].map(rollOut));
  await Promise.all([COLLECTOR, NEIGHBOUR].map(makeRole));
});

afterAll(() => ministack.stop());

describe('The member role on MiniStack', () => {
  it('opens to the collector’s role', async () => {
    await expect(open(COLLECTOR, MEMBER, EXTERNAL_ID)).resolves.toBeDefined();
  });

  it('opens to no other role of that account, though it may ask', async () => {
    await expect(open(NEIGHBOUR, MEMBER, EXTERNAL_ID)).rejects.toThrow(/not authorized/);
  });

  it('opens to nobody without the external ID, or with another', async () => {
    await expect(open(COLLECTOR, MEMBER)).rejects.toThrow(/not authorized/);
    await expect(open(COLLECTOR, MEMBER, 'theirs')).rejects.toThrow(/not authorized/);
  });

  it('is not asked for by the collector in an account that is not in its list', async () => {
    await expect(open(COLLECTOR, STRANGER, EXTERNAL_ID)).rejects.toThrow(/no identity-based policy allows/);
  });
});
