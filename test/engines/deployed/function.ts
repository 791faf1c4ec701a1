import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { AwsClients } from '../aws-clients';
import { drained } from './queue-messages';
import type { PhysicalId } from './stack-resources';

export interface Invocation {
  /** What the function answered; where it failed, the name and the message of the error. */
  readonly answer: unknown;
  readonly failed: boolean;
}

/** Where a program that uses the SDK finds a fake Image Builder. */
export const fakesAt = (url: string) => ({ AWS_ENDPOINT_URL_IMAGEBUILDER: url, AWS_ENDPOINT_URL_ACCOUNT: url });

/** The function of the deployed stack, invoked as the schedule does. */
export class DeployedFunction {
  constructor(
    private readonly aws: AwsClients,
    private readonly physicalId: PhysicalId,
  ) {}

  /** A run, to its end. */
  async run(scheduledTime: string): Promise<Invocation> {
    const { Payload, FunctionError } = await this.aws.lambda.send(new InvokeCommand(this.invocation(scheduledTime)));
    return { answer: JSON.parse(Buffer.from(Payload ?? []).toString()), failed: FunctionError !== undefined };
  }

  /** Does not wait for the run: it is for Lambda to repeat what fails. */
  async runLater(scheduledTime: string): Promise<void> {
    await this.aws.lambda.send(new InvokeCommand({ ...this.invocation(scheduledTime), InvocationType: 'Event' }));
  }

  /** The records of invocations that failed for good, once so many have come. */
  failedRuns(expected: number) {
    return drained(this.aws.sqs, this.physicalId('CollectorFailedRuns'), expected);
  }

  /** The template stays as it is: the function is pointed elsewhere once it is deployed. */
  async readFrom(url: string): Promise<void> {
    const { lambda } = this.aws;
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand(this.name));
    const Variables = { ...Environment?.Variables, ...fakesAt(url) };
    await lambda.send(new UpdateFunctionConfigurationCommand({ ...this.name, Environment: { Variables } }));
  }

  async setTimeout(seconds: number): Promise<void> {
    await this.aws.lambda.send(new UpdateFunctionConfigurationCommand({ ...this.name, Timeout: seconds }));
  }

  /** All that it has written so far. */
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

  private get name() {
    return { FunctionName: this.physicalId('CollectorFunction') };
  }

  private invocation(scheduledTime: string) {
    return { ...this.name, Payload: JSON.stringify({ scheduledTime }) };
  }
}
