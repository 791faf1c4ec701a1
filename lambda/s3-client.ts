import { S3Client } from '@aws-sdk/client-s3';
import { TIMEOUTS, type Timeouts } from './connections';

export interface S3ClientOptions {
  /** The bucket's Region; without it, the one that the SDK finds (AWS_REGION, the profile). */
  readonly region?: string | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
}

/**
 * A client for `createS3Lake`, with the SDK's own credentials and standard environment. A bucket is addressed by path
 * only where AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is set: what is there need not know names such as bucket.localhost.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export const createS3Client = ({ region, timeouts }: S3ClientOptions = {}): S3Client => {
  const { connection, request } = { ...TIMEOUTS, ...timeouts };
  return new S3Client({
    ...(region === undefined ? {} : { region }),
    forcePathStyle: hasEndpoint(process.env),
    // Calls are repeated by lambda/s3-retry.ts: the SDK does not repeat one whose body is a stream.
    maxAttempts: 1,
    retryMode: 'standard',
    // Asked for where an object is read whole, and only there.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connection,
      requestTimeout: request,
      throwOnRequestTimeout: true,
      // A body may take as long as it likes, but never stand still for so long.
      socketTimeout: request,
    },
  });
};

const hasEndpoint = (environment: NodeJS.ProcessEnv): boolean =>
  [environment['AWS_ENDPOINT_URL_S3'], environment['AWS_ENDPOINT_URL']].some((url) => url !== undefined && url !== '');
