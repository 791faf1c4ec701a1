import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { STSClientConfig } from '@aws-sdk/client-sts';

/**
 * How AWS is reached where the SDK's own way is not enough, as on a laptop: through a proxy, behind a private certificate
 * authority, with one set of credentials for all services. A function needs none of it.
 */
export interface Access {
  /** The Region of calls that belong to none. Without it, the one that the SDK finds. */
  readonly region?: string | undefined;
  /** Where a bucket is looked for. Without it, where the SDK finds a Region. */
  readonly bucketRegion?: string | undefined;
  readonly agents?: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } | undefined;
  /** Fetched once, and shared: a code may be good for one use. */
  readonly credentials?: NonNullable<STSClientConfig['credentials']> | undefined;
}
