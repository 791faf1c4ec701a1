import { STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../clock';
import { partitionOf } from '../../contract/aws-names';
import { compactOf, type ScheduledTime } from '../../contract/scheduled-time';
import { checkEndpoint } from '../../sdk/endpoint';
import { assumeRole, planErrorOf, type RoleCredentials, type RoleRequest } from './assume-role';
import type { Connections } from './connections';
import type { Retry } from './retry';
import { RoleSession } from './role-session';
import type { AwsSettings } from './settings';
import { stsRegion } from './sts-region';

/** How accounts other than the collector's own are entered. */
export interface Members {
  /** The collector's own account: it is read with its own credentials. */
  readonly accountId: string;
  /** The role in each other account, with its path: `workflow-lake/member`. */
  readonly memberRole: string;
  readonly externalId?: string | undefined;
  /** The ARN of the role that lists the organization; without it, the collector does so itself. */
  readonly organizationRole?: string | undefined;
  /** It stands in the name of each session, which the accounts see in their CloudTrail. */
  readonly scheduledTime: ScheduledTime;
}

/** How a run enters other accounts; undefined where it has no role to do so. */
export const membersOf = (
  run: Omit<Members, 'memberRole'> & { readonly memberRole?: string | undefined },
): Members | undefined => {
  const { accountId, memberRole, externalId, organizationRole, scheduledTime } = run;
  if (memberRole === undefined) return undefined;
  return { accountId, memberRole, externalId, organizationRole, scheduledTime };
};

export interface MemberAccountsOptions {
  readonly members: Members;
  readonly settings: () => Promise<AwsSettings>;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly newRetry: (signal: AbortSignal) => Retry;
}

/** The sessions in other accounts: one client and one set of credentials for each, whatever is read of it. */
export class MemberAccounts {
  private readonly sessions = new Map<string, RoleSession>();
  private client: Promise<STSClient> | undefined;
  private opening: { readonly signal: AbortSignal; readonly retry: Retry } | undefined;

  constructor(private readonly options: MemberAccountsOptions) {}

  isOwn(accountId: string): boolean {
    return accountId === this.options.members.accountId;
  }

  /** @throws ReadError, PlanError */
  async open(accountId: string, signal: AbortSignal): Promise<void> {
    if (this.isOwn(accountId)) return;
    const { memberRole, externalId } = this.options.members;
    const { region } = await this.retryOf(signal).call(() => this.options.settings());
    const roleArn = `arn:${partitionOf(region)}:iam::${accountId}:role/${memberRole}`;
    this.sessions.set(accountId, await this.startSession(roleArn, externalId, signal));
  }

  /** The account must have been opened. */
  credentials(accountId: string): () => Promise<RoleCredentials> {
    const session = this.sessions.get(accountId);
    if (session === undefined) throw new Error(`account ${accountId} has not been opened`);
    return () => session.credentials();
  }

  /** Credentials of the role that lists the organization; undefined where the collector does so itself. */
  async organizationCredentials(signal: AbortSignal): Promise<(() => Promise<RoleCredentials>) | undefined> {
    const { organizationRole } = this.options.members;
    if (organizationRole === undefined) return undefined;
    const session = await this.startSession(organizationRole, undefined, signal);
    return () => session.credentials();
  }

  private async startSession(
    roleArn: string,
    externalId: string | undefined,
    signal: AbortSignal,
  ): Promise<RoleSession> {
    const { members, clock, newRetry } = this.options;
    const request: RoleRequest = {
      roleArn,
      externalId,
      sessionName: `workflow-lake-${compactOf(members.scheduledTime)}`,
    };
    const retry = this.retryOf(signal);
    const client = await retry.call(() => this.stsClient());
    // Whoever needs new credentials has a deadline of its own.
    const assume = () => assumeRole(client, newRetry(new AbortController().signal), request);
    const first = await assumeRole(client, retry, request).catch((error: unknown) => {
      throw planErrorOf(error, request);
    });
    return new RoleSession(first, assume, clock);
  }

  /** All accounts share one: that STS throttles, or is silent, is learnt once. */
  private retryOf(signal: AbortSignal): Retry {
    if (this.opening?.signal !== signal) this.opening = { signal, retry: this.options.newRetry(signal) };
    return this.opening.retry;
  }

  private stsClient(): Promise<STSClient> {
    this.client ??= this.newClient().catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }

  private async newClient(): Promise<STSClient> {
    const { endpoint: _, region, ...settings } = await this.options.settings();
    const client = new STSClient({
      ...settings,
      region: stsRegion(region),
      requestHandler: this.options.connections,
    });
    checkEndpoint(await client.config.serviceConfiguredEndpoint?.());
    return client;
  }
}
