import { S3Client } from '@aws-sdk/client-s3';
import type { Access } from '../../sdk/access';
import { SdkConnections } from '../../sdk/connections';
import { checkEndpoint } from '../../sdk/endpoint';
import { TIMEOUTS, type Timeouts } from '../../sdk/timeouts';

export interface S3ClientOptions {
  readonly access?: Access | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
}

/**
 * A client for `createS3Lake`, with the SDK's own credentials and standard environment. A bucket is addressed by path
 * where an endpoint is configured: what is there need not know names such as bucket.localhost.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export const createS3Client = ({ access = {}, timeouts }: S3ClientOptions = {}): S3Client => {
  const { bucketRegion: region, credentials } = access;
  const { request } = { ...TIMEOUTS, ...timeouts };
  const client = new S3Client({
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    // Calls are repeated by lambda/lake/s3/retry.ts: the SDK does not repeat one whose body is a stream.
    maxAttempts: 1,
    retryMode: 'standard',
    // Asked for where an object is read whole, and only there.
    responseChecksumValidation: 'WHEN_REQUIRED',
    // It would have a word on the console for each upload that is tried again.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    // A body may take as long as it likes, but never stand still for so long.
    requestHandler: new SdkConnections(access, timeouts, { socketTimeout: request }),
  });
  addressByPathAtEndpoint(client);
  return client;
};

const ignore = (): void => undefined;

/** Only when it is asked does a client look where its endpoint is: in the environment, and in the files of profiles. */
const addressByPathAtEndpoint = ({ config, middlewareStack }: S3Client): void =>
  middlewareStack.add(
    (next) => async (call) => {
      if (checkEndpoint(await config.serviceConfiguredEndpoint?.()) !== undefined) config.forcePathStyle = true;
      return next(call);
    },
    { step: 'initialize', name: 'addressByPathAtEndpoint' },
  );
