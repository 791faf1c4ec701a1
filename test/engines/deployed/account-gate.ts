import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetAccessKeyInfoCommand } from '@aws-sdk/client-sts';
import { parseCredential } from '../../../local/fake-image-builder/credential';
import type { AwsClients } from '../aws-clients';
import { type LoopbackProxy, type Passage, startProxy } from './loopback-proxy';
import { actionOf, refuse } from './role-gate';

interface AccountGateOptions {
  /** Of any account: who a session is. */
  readonly aws: AwsClients;
  /** Of the root of an account. */
  readonly rootOf: (accountId: string) => AwsClients;
  /** The ARN of the role that reads an account. */
  readonly readerOf: (accountId: string) => string;
}

/**
 * Stands in front of the fakes of several accounts, which tell their callers apart by the ID of the account. Of each call
 * MiniStack is asked in which account its session is, and whether the role that reads that account may do it.
 */
export class AccountGate {
  private readonly accounts = new Map<string, Promise<string>>();

  private constructor(
    private readonly proxy: LoopbackProxy,
    private readonly options: AccountGateOptions,
  ) {}

  static async start(behind: string, options: AccountGateOptions): Promise<AccountGate> {
    const proxy = await startProxy(behind, (passage) => {
      gate.take(passage).catch(() => passage.response.destroy());
    });
    const gate = new AccountGate(proxy, options);
    return gate;
  }

  get url(): string {
    return this.proxy.url;
  }

  stop(): Promise<void> {
    return this.proxy.stop();
  }

  private async take(passage: Passage): Promise<void> {
    const { headers } = passage.message;
    const { accessKeyId = '' } = parseCredential(headers.authorization ?? '') ?? {};
    const accountId = await this.accountOf(accessKeyId);
    const action = actionOf(passage);
    if (!(await this.isGranted(accountId, action, resourceOf(passage, accountId)))) return refuse(passage, action);
    headers.authorization = headers.authorization?.replace(accessKeyId, accountId);
    passage.passOn();
  }

  private accountOf(accessKeyId: string): Promise<string> {
    const known = this.accounts.get(accessKeyId) ?? this.askAccountOf(accessKeyId);
    this.accounts.set(accessKeyId, known);
    return known;
  }

  private async askAccountOf(AccessKeyId: string): Promise<string> {
    const { Account = '' } = await this.options.aws.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }));
    return Account;
  }

  private async isGranted(accountId: string, action: string, resource: string): Promise<boolean> {
    const { rootOf, readerOf } = this.options;
    const { EvaluationResults = [] } = await rootOf(accountId).iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: readerOf(accountId),
        ActionNames: [action],
        ResourceArns: [resource],
      }),
    );
    return EvaluationResults.every(({ EvalDecision }) => EvalDecision === 'allowed') && EvaluationResults.length === 1;
  }
}

/** What IAM checks the action against. */
const resourceOf = ({ message: { url = '' } }: Passage, accountId: string): string => {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  if (pathname === '/listRegions') return `arn:aws:account::${accountId}:account`;
  return searchParams.get('workflowBuildVersionArn') ?? '*';
};
