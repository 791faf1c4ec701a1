import { join, resolve } from 'node:path';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { type AwsClients, awsClients } from '../aws-clients';
import { command, type Ended } from '../install/command';
import { type MiniStack, type MiniStackOptions, startMiniStack } from '../install/ministack';
import { LakeBucket } from '../lake-bucket';
import { Cdk } from './cdk-cli';
import { DeployedFunction, fakesAt } from './function';
import { DeployedRole, withoutAction } from './role';
import { RoleGate } from './role-gate';
import { stackResources } from './stack-resources';

const ROOT = resolve(__dirname, '../../..');
const COLLECT = join(ROOT, 'local/collect.ts');

interface DeployedCollectorOptions extends MiniStackOptions {
  /** The program that makes the stacks. Left out: the one of cdk.json. */
  readonly app?: string;
}

/** The product, deployed to MiniStack, in front of a fake account. */
export class DeployedCollector {
  private constructor(
    readonly ministack: MiniStack,
    readonly aws: AwsClients,
    readonly fake: FakeImageBuilder,
    readonly lake: LakeBucket,
    readonly deployedFunction: DeployedFunction,
    private readonly role: DeployedRole,
    private readonly gate: RoleGate,
  ) {}

  static async deploy(account: FakeAccount, { app, ...options }: DeployedCollectorOptions): Promise<DeployedCollector> {
    const ministack = await startMiniStack(options);
    const cdk = await Cdk.open(ministack);
    try {
      await cdk.bootstrap();
      await cdk.deploy(app === undefined ? {} : { app });
    } finally {
      await cdk.close();
    }
    const aws = awsClients(ministack);
    const physicalId = await stackResources(aws);
    const fake = await startFakeImageBuilder(account);
    const gate = await RoleGate.start(fake.url);
    const deployed = new DeployedCollector(
      ministack,
      aws,
      fake,
      new LakeBucket(aws.s3, physicalId('LakeBucket')),
      new DeployedFunction(aws, physicalId),
      new DeployedRole(aws, physicalId),
      gate,
    );
    await deployed.deployedFunction.readFrom(gate.url);
    await deployed.enforceRole();
    return deployed;
  }

  /** The same run, started by `npm run collect`: an attempt with a disk of its own, on the same lake or on another one. */
  collectBeside(scheduledTime: string, lake = `s3://${this.lake.name}`): Promise<Ended> {
    const argv = ['--lake', lake, '--scheduled-time', scheduledTime];
    const env = { PATH: process.env['PATH'], ...this.ministack.environment, ...fakesAt(this.gate.url) };
    return command([process.execPath, '--import', 'tsx', COLLECT, ...argv], { cwd: ROOT, env });
  }

  /** Takes one action from the function's role while the work is done. */
  async without<T>(action: string, work: () => Promise<T>): Promise<T> {
    const { role } = this;
    const statements = await role.statements();
    await role.setStatements(withoutAction(statements, action));
    await this.enforceRole();
    try {
      return await work();
    } finally {
      await role.setStatements(statements);
      await this.enforceRole();
    }
  }

  async stop(): Promise<void> {
    const { gate, fake, ministack } = this;
    await gate.stop();
    await fake.close();
    await ministack.stop();
  }

  /** MiniStack does so for S3; for Image Builder it is done here. */
  private async enforceRole(): Promise<void> {
    this.gate.granted = new Set(await this.role.actions());
  }
}
