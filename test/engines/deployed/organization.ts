import { CreateAccountCommand } from '@aws-sdk/client-organizations';
import { DEFAULTS } from '../../../lib/configuration/defaults';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { OrganizationServer } from '../../fakes/organization-server';
import { type AwsClients, awsClients } from '../aws-clients';
import type { MiniStack } from '../install/ministack';
import { LakeBucket } from '../lake-bucket';
import { AccountGate } from './account-gate';
import { Cdk, type Outputs } from './cdk-cli';
import { DeployedFunction } from './function';
import { rollOutMemberRole } from './member-role';
import { workflowCalled } from './removed-actions';
import { DeployedRole } from './role';
import { type PhysicalId, stackResources } from './stack-resources';

export const REGIONS = ['ap-southeast-2', 'eu-west-1', 'us-east-1'] as const;

/** The product, deployed to the management account of an organization on MiniStack, in front of fakes of its accounts. */
export class DeployedOrganization {
  readonly lake: LakeBucket;
  readonly deployedFunction: DeployedFunction;
  /** Of the function. */
  readonly role: DeployedRole;

  private constructor(
    private readonly rootOf: RootOf,
    /** All of them; the first one is the collector's own. */
    readonly accounts: readonly FakeAccount[],
    { aws, physicalId }: { readonly aws: AwsClients; readonly physicalId: PhysicalId },
    private readonly collectorRoleArn: string,
    private readonly fakes: OrganizationServer,
    private readonly gate: AccountGate,
  ) {
    this.lake = new LakeBucket(aws.s3, physicalId('LakeBucket'));
    this.deployedFunction = new DeployedFunction(aws, physicalId);
    this.role = new DeployedRole(aws, physicalId);
  }

  /** @param size how many accounts it has, with the collector's own */
  static async deploy(ministack: MiniStack, size: number): Promise<DeployedOrganization> {
    const rootOf = rootsOf(ministack);
    const aws = rootOf(ministack.accountId);
    const accounts = (await foundOrganization(aws, ministack.accountId, size)).map(accountWithWorkflows);
    const { CollectorRoleArn = '' } = await deployCollector(ministack);
    const fakes = await OrganizationServer.start(accounts);
    const gate = await AccountGate.start(fakes.url, {
      aws,
      rootOf,
      readerOf: (accountId) => (accountId === ministack.accountId ? CollectorRoleArn : memberRoleIn(accountId)),
    });
    const stack = { aws, physicalId: await stackResources(aws) };
    const deployed = new DeployedOrganization(rootOf, accounts, stack, CollectorRoleArn, fakes, gate);
    await deployed.deployedFunction.readFrom(gate.url);
    return deployed;
  }

  account(place: number): FakeAccount {
    const account = this.accounts[place];
    if (account === undefined) throw new Error(`no account ${place}: there are ${this.accounts.length}`);
    return account;
  }

  /** @param trusted the role that may assume it. Left out: the collector's */
  rollOutRole({ accountId }: FakeAccount, trusted = this.collectorRoleArn): Promise<void> {
    return rollOutMemberRole(this.rootOf(accountId), { CollectorRoleArn: trusted });
  }

  async stop(): Promise<void> {
    await this.gate.stop();
    await this.fakes.stop();
  }
}

export const memberRoleIn = (accountId: string): string => `arn:aws:iam::${accountId}:role/${DEFAULTS.memberRoleName}`;

type RootOf = (accountId: string) => AwsClients;

/** Each is made once: the gate asks an account at each call. */
const rootsOf = (ministack: MiniStack): RootOf => {
  const roots = new Map<string, AwsClients>();
  return (accountId) => {
    const root = roots.get(accountId) ?? awsClients(ministack, { ...ministack.credentials, accessKeyId: accountId });
    roots.set(accountId, root);
    return root;
  };
};

/** The IDs of its accounts. */
const foundOrganization = async (
  { organizations }: AwsClients,
  ownId: string,
  size: number,
): Promise<readonly string[]> => {
  const names = Array.from({ length: size - 1 }, (_, place) => `member-${place}`);
  const created = names.map(async (AccountName) => {
    const command = new CreateAccountCommand({ AccountName, Email: `${AccountName}@corp.example` });
    return (await organizations.send(command)).CreateAccountStatus?.AccountId ?? '';
  });
  return [ownId, ...(await Promise.all(created))];
};

/** Each has another number of workflows in each Region, some of them none. */
const accountWithWorkflows = (accountId: string, place: number): FakeAccount => {
  const account = new FakeAccount(accountId, REGIONS);
  for (const [nth, region] of account.regions().entries())
    for (let build = 0; build < (place + nth) % 4; build++) region.create(workflowCalled(`build-${build}`));
  return account;
};

const deployCollector = async (ministack: MiniStack): Promise<Outputs> => {
  const cdk = await Cdk.open(ministack);
  try {
    await cdk.bootstrap();
    const { outputs } = await cdk.deploy({
      stack: 'ImagebuilderWorkflowLake',
      configuration: { accounts: 'organization' },
    });
    return outputs;
  } finally {
    await cdk.close();
  }
};
