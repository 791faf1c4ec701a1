import { setMaxListeners } from 'node:events';
import { AccountClient } from '@aws-sdk/client-account';
import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { type Clock, systemClock } from '../../clock';
import type { Access } from '../../sdk/access';
import { checkEndpoint } from '../../sdk/endpoint';
import { TIMEOUTS, type Timeouts } from '../../sdk/timeouts';
import type { Target } from '../../target';
import type { ImageBuilder, Source } from '../image-builder';
import { Connections } from './connections';
import { AwsImageBuilder } from './image-builder';
import { jsonHandler } from './json-connections';
import { listEnabledRegions } from './regions';
import { PATIENCE, type Patience, Retry } from './retry';
import { type AwsSettings, awsSettings } from './settings';

export interface AwsSourceOptions {
  /** Its Region is that of calls that belong to none (ListRegions). See awsSettings for the default. */
  readonly access?: Access | undefined;
  readonly clock?: Clock | undefined;
  readonly patience?: Partial<Patience> | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** From 0 to 1, for pauses that do not coincide. */
  readonly random?: (() => number) | undefined;
}

/** Reads AWS with the caller's own credentials and the SDK's standard environment (AWS_PROFILE, AWS_ENDPOINT_URL, …). */
export const createAwsSource = (options: AwsSourceOptions = {}): AwsSource => new AwsSource(options);

export class AwsSource implements Source {
  private readonly connections: Connections;
  private settings: Promise<AwsSettings> | undefined;

  constructor(private readonly options: AwsSourceOptions) {
    this.connections = new Connections(options.access ?? {}, { ...TIMEOUTS, ...options.timeouts });
  }

  async enabledRegions(_accountId: string): Promise<readonly string[]> {
    const { signal } = new AbortController();
    const retry = this.retry(signal);
    const { endpoint: _, ...settings } = await retry.call(() => this.sharedSettings());
    const requestHandler = jsonHandler(this.connections, signal);
    const client = new AccountClient({ ...settings, requestHandler });
    await retry.call(async () => checkEndpoint(await client.config.serviceConfiguredEndpoint?.()));
    return listEnabledRegions(client, retry);
  }

  imageBuilder({ region }: Target, signal: AbortSignal): ImageBuilder {
    // One signal may end thousands of calls. Node takes more than ten listeners for a leak.
    setMaxListeners(0, signal);
    let client: Promise<ImagebuilderClient> | undefined;
    const getClient = () => {
      client ??= this.imagebuilderClient(region, signal);
      return client;
    };
    return new AwsImageBuilder(getClient, this.retry(signal));
  }

  /** Closes the connections that are kept open. They hold up no process: this is for tests and long-lived ones. */
  close(): void {
    this.connections.close();
  }

  private async imagebuilderClient(region: string, signal: AbortSignal): Promise<ImagebuilderClient> {
    const { endpoint, ...settings } = await this.sharedSettings();
    const where = endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint };
    return new ImagebuilderClient({
      ...settings,
      ...where,
      region,
      requestHandler: jsonHandler(this.connections, signal),
    });
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
    const { clock = systemClock, random = Math.random, patience } = this.options;
    return new Retry({ clock, random, patience: { ...PATIENCE, ...patience }, signal });
  }
}
