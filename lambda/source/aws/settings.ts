import { ImagebuilderClient, type ImagebuilderClientConfig } from '@aws-sdk/client-imagebuilder';
import type { Access } from '../../sdk/access';
import { checkEndpoint } from '../../sdk/endpoint';
import type { Connections } from './connections';

/** What all clients have in common: credentials, and what the SDK reads from the environment and its files. */
export type AwsSettings = Pick<
  ImagebuilderClientConfig,
  | 'authSchemePreference'
  | 'credentials'
  | 'defaultUserAgentProvider'
  | 'maxAttempts'
  | 'retryMode'
  | 'retryStrategy'
  | 'useDualstackEndpoint'
  | 'useFipsEndpoint'
  | 'userAgentAppId'
> & {
  /** The Region of the calls that belong to none. */
  readonly region: string;
  /** Image Builder's endpoint where AWS_ENDPOINT_URL, its variant for the service, or the profile names one. */
  readonly endpoint: string | undefined;
};

/** Calls are repeated by lambda/source/aws/retry.ts, which knows the run's deadline. */
const ONE_ATTEMPT: NonNullable<ImagebuilderClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  refreshRetryTokenForRetry: () => Promise.reject(new Error('this strategy makes one attempt')),
  recordSuccess: () => {},
};

/**
 * Reads the SDK's settings once, with its own code. Each client by itself would read them again, and fetch credentials of
 * its own, which is most of what a client costs.
 *
 * @param access its Region is for calls that belong to none; without it, the configured one.
 * In a partition other than `aws` one must be given: the endpoint follows from it.
 */
export const awsSettings = async (connections: Connections, access: Access = {}): Promise<AwsSettings> => {
  const { region = await findRegion(), credentials } = access;
  const given = credentials === undefined ? {} : { credentials };
  const { config } = new ImagebuilderClient({ region, requestHandler: connections, ...given });
  const appId = await config.userAgentAppId();
  return {
    region,
    endpoint: checkEndpoint(await config.serviceConfiguredEndpoint?.()),
    credentials: config.credentials,
    authSchemePreference: await config.authSchemePreference(),
    useDualstackEndpoint: await config.useDualstackEndpoint(),
    useFipsEndpoint: await config.useFipsEndpoint(),
    // A function, because a client that is given undefined looks for it again.
    userAgentAppId: async () => appId,
    defaultUserAgentProvider: config.defaultUserAgentProvider,
    maxAttempts: 1,
    retryMode: 'standard',
    retryStrategy: ONE_ATTEMPT,
  };
};

/** The Region that the SDK finds (AWS_REGION, the profile), or else us-east-1. */
export const findRegion = (): Promise<string> => new ImagebuilderClient({}).config.region().catch(() => 'us-east-1');
