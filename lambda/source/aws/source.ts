import { setMaxListeners } from 'node:events';
import { AccountClient } from '@aws-sdk/client-account';
import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { type Clock, systemClock } from '../../clock';
import type { Access } from '../../sdk/access';
import { checkEndpoint } from '../../sdk/endpoint';
import { TIMEOUTS, type Timeouts } from '../../sdk/timeouts';
import type { Target } from '../../target';
import type { CallReporter } from '../call-event';
import type { ImageBuilder, Source } from '../image-builder';
import type { Organization } from '../organization';
import { Connections } from './connections';
import { AwsImageBuilder } from './image-builder';
import { jsonHandler } from './json-connections';
import { MemberAccounts, type Members } from './member-accounts';
import { AwsOrganization, type OrganizationCalls } from './organization';
import { listEnabledRegions } from './regions';
import { PATIENCE, type Patience, Retry } from './retry';
import { type AwsSettings, awsSettings } from './settings';

export interface AwsSourceOptions {
  /** Its Region is that of calls that belong to none (ListRegions). See awsSettings for the default. */
  readonly access?: Access | undefined;
  readonly clock?: Clock | undefined;
  readonly patience?: Partial<Patience> | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Without it, all accounts are read with the credentials as they are. */
  readonly members?: Members | undefined;
  /** Told of each request as it is sent, and again where it is throttled. */
  readonly reportCall?: CallReporter | undefined;
  /** From 0 to 1, for pauses that do not coincide. */
  readonly random?: (() => number) | undefined;
}

/**
 * Reads AWS with the caller's own credentials, those of its roles in other accounts, and the SDK's standard environment
 * (AWS_PROFILE, AWS_ENDPOINT_URL, …).
 */
export const createAwsSource = (options: AwsSourceOptions = {}): AwsSource => new AwsSource(options);

export class AwsSource implements Source {
  private readonly connections: Connections;
  private readonly members: MemberAccounts | undefined;
  private settings: Promise<AwsSettings> | undefined;
  readonly organization: Organization = new AwsOrganization((signal) => this.organizationCalls(signal));

  constructor(private readonly options: AwsSourceOptions) {
    const { access = {}, clock = systemClock, members, timeouts, reportCall } = options;
    this.connections = new Connections(access, { ...TIMEOUTS, ...timeouts }, reportCall);
    this.members =
      members &&
      new MemberAccounts({
        members,
        clock,
        connections: this.connections,
        settings: () => this.sharedSettings(),
        newRetry: (signal) => this.retry(signal),
      });
  }

  openAccount(accountId: string, signal: AbortSignal): Promise<void> {
    return this.members?.open(accountId, listening(signal)) ?? Promise.resolve();
  }

  async enabledRegions(accountId: string, signal: AbortSignal): Promise<readonly string[]> {
    const retry = this.retry(listening(signal));
    const { endpoint: _, ...settings } = await retry.call(() => this.settingsOf(accountId));
    const requestHandler = jsonHandler(this.connections, signal);
    const client = new AccountClient({ ...settings, requestHandler });
    await retry.call(async () => checkEndpoint(await client.config.serviceConfiguredEndpoint?.()));
    return listEnabledRegions(client, retry);
  }

  imageBuilder(target: Target, signal: AbortSignal): ImageBuilder {
    listening(signal);
    let client: Promise<ImagebuilderClient> | undefined;
    const getClient = () => {
      client ??= this.imagebuilderClient(target, signal);
      return client;
    };
    return new AwsImageBuilder(getClient, this.retry(signal));
  }

  /** Closes the connections that are kept open. They hold up no process: this is for tests and long-lived ones. */
  close(): void {
    this.connections.close();
  }

  private async organizationCalls(signal: AbortSignal): Promise<OrganizationCalls> {
    const retry = this.retry(listening(signal));
    const { endpoint: _, ...settings } = await retry.call(() => this.sharedSettings());
    const credentials = await this.members?.organizationCredentials(signal);
    const requestHandler = jsonHandler(this.connections, signal);
    const lister = credentials === undefined ? settings : { ...settings, credentials };
    const client = new OrganizationsClient({ ...lister, requestHandler });
    await retry.call(async () => checkEndpoint(await client.config.serviceConfiguredEndpoint?.()));
    return { client, retry };
  }

  private async imagebuilderClient({ accountId, region }: Target, signal: AbortSignal): Promise<ImagebuilderClient> {
    const { endpoint, ...settings } = await this.settingsOf(accountId);
    const where = endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint };
    return new ImagebuilderClient({
      ...settings,
      ...where,
      region,
      requestHandler: jsonHandler(this.connections, signal),
    });
  }

  private async settingsOf(accountId: string): Promise<AwsSettings> {
    const settings = await this.sharedSettings();
    const { members } = this;
    if (members === undefined || members.isOwn(accountId)) return settings;
    return { ...settings, credentials: members.credentials(accountId) };
  }

  private sharedSettings(): Promise<AwsSettings> {
    this.settings ??= awsSettings(this.connections, this.options.access).catch((error: unknown) => {
      // An execution environment outlives a failure: the next run asks again.
      this.settings = undefined;
      throw error;
    });
    return this.settings;
  }

  private retry(signal: AbortSignal): Retry {
    const { clock = systemClock, random = Math.random, patience, reportCall } = this.options;
    return new Retry({ clock, random, patience: { ...PATIENCE, ...patience }, signal, reportCall });
  }
}

/** One signal may end thousands of calls. Node takes more than ten listeners for a leak. */
const listening = (signal: AbortSignal): AbortSignal => {
  setMaxListeners(0, signal);
  return signal;
};
