import { join, resolve } from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../local/fake-image-builder/server';
import { type AwsClients, awsClients } from './aws-clients';
import { Cdk } from './cdk-cli';
import { command, type Ended } from './command';
import { LakeBucket } from './lake-bucket';
import { type MiniStack, type MiniStackOptions, startMiniStack } from './ministack';
import { drained } from './queue-messages';
import { RoleGate } from './role-gate';
import { type PhysicalId, stackResources } from './stack-resources';

const ROOT = resolve(__dirname, '../..');
const COLLECT = join(ROOT, 'local/collect.ts');

export interface Invocation {
  /** What the function answered; where it failed, the name and the message of the error. */
  readonly answer: unknown;
  readonly failed: boolean;
  /** The end of the log of this invocation, 4 KiB at most. */
  readonly log: string;
}

interface Statement {
  readonly Action: string | readonly string[];
}

/** The product as cdk.json deploys it, on MiniStack, in front of a fake account. */
export class DeployedCollector {
  private constructor(
    readonly ministack: MiniStack,
    readonly aws: AwsClients,
    readonly fake: FakeImageBuilder,
    readonly lake: LakeBucket,
    private readonly gate: RoleGate,
    private readonly physicalId: PhysicalId,
  ) {}

  static async deploy(account: FakeAccount, options: MiniStackOptions): Promise<DeployedCollector> {
    const ministack = await startMiniStack(options);
    const cdk = await Cdk.open(ministack);
    try {
      await cdk.bootstrap();
      await cdk.deploy();
    } finally {
      await cdk.close();
    }
    const aws = awsClients(ministack);
    const physicalId = await stackResources(aws);
    const fake = await startFakeImageBuilder(account);
    const gate = await RoleGate.start(fake.url);
    const lake = new LakeBucket(aws.s3, physicalId('LakeBucket'));
    const deployed = new DeployedCollector(ministack, aws, fake, lake, gate, physicalId);
    await deployed.readFakes();
    await deployed.enforceRole();
    return deployed;
  }

  /** Invokes the function as the schedule does, but waits for it. */
  async run(scheduledTime: string): Promise<Invocation> {
    const {
      Payload,
      FunctionError,
      LogResult = '',
    } = await this.aws.lambda.send(
      new InvokeCommand({ FunctionName: this.function, Payload: JSON.stringify({ scheduledTime }), LogType: 'Tail' }),
    );
    return {
      answer: JSON.parse(Buffer.from(Payload ?? []).toString()),
      failed: FunctionError !== undefined,
      log: Buffer.from(LogResult, 'base64').toString(),
    };
  }

  /** Invokes the function as the schedule does, and does not wait: it is for Lambda to repeat what fails. */
  async runLater(scheduledTime: string): Promise<void> {
    const Payload = JSON.stringify({ scheduledTime });
    await this.aws.lambda.send(new InvokeCommand({ FunctionName: this.function, Payload, InvocationType: 'Event' }));
  }

  /** The records of invocations that failed for good, once so many have come. */
  failedRuns(expected: number) {
    return drained(this.aws.sqs, this.physicalId('CollectorFailedRuns'), expected);
  }

  /** Lets the function run for so many seconds. */
  async setTimeout(Timeout: number): Promise<void> {
    await this.aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: this.function, Timeout }));
  }

  /** All that the function has written so far. */
  async log(): Promise<string> {
    const lines: string[] = [];
    let nextToken: string | undefined;
    do {
      const logGroupName = this.physicalId('CollectorLog');
      const page = await this.aws.logs.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
      lines.push(...(page.events ?? []).map(({ message = '' }) => message));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return lines.join('\n');
  }

  /** The same run, started by `npm run collect` on the same lake: an attempt with a disk of its own. */
  collectBeside(scheduledTime: string): Promise<Ended> {
    const argv = ['--lake', `s3://${this.lake.name}`, '--scheduled-time', scheduledTime];
    const env = { PATH: process.env['PATH'], ...this.ministack.environment, ...elsewhere(this.gate.url) };
    return command([process.execPath, '--import', 'tsx', COLLECT, ...argv], { cwd: ROOT, env });
  }

  /** Takes one action from the function's role while the work is done. */
  async without<T>(action: string, work: () => Promise<T>): Promise<T> {
    const statements = await this.statements();
    const fewer = statements.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((granted) => granted !== action),
    }));
    await this.setStatements(fewer.filter(({ Action }) => Action.length > 0));
    try {
      return await work();
    } finally {
      await this.setStatements(statements);
    }
  }

  async stop(): Promise<void> {
    await this.gate.stop();
    await this.fake.close();
    await this.ministack.stop();
  }

  private get function(): string {
    return this.physicalId('CollectorFunction');
  }

  /** The template stays as it is: the function is pointed elsewhere once it is deployed. */
  private async readFakes(): Promise<void> {
    const { lambda } = this.aws;
    const FunctionName = this.function;
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, ...elsewhere(this.gate.url) };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }

  private get policy() {
    return { RoleName: this.physicalId('CollectorRole'), PolicyName: 'collect' };
  }

  private async statements(): Promise<readonly Statement[]> {
    const { PolicyDocument = '' } = await this.aws.iam.send(new GetRolePolicyCommand(this.policy));
    return JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
  }

  private async setStatements(statements: readonly Statement[]): Promise<void> {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await this.aws.iam.send(new PutRolePolicyCommand({ ...this.policy, PolicyDocument }));
    await this.enforceRole();
  }

  private async enforceRole(): Promise<void> {
    this.gate.granted = new Set((await this.statements()).flatMap(({ Action }) => Action));
  }
}

const elsewhere = (url: string) => ({ AWS_ENDPOINT_URL_IMAGEBUILDER: url, AWS_ENDPOINT_URL_ACCOUNT: url });
