import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { faultOf } from '../../sdk/service-fault';
import { TIMEOUTS, type Timeouts } from '../../sdk/timeouts';

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
    // Calls are repeated by lambda/lake/s3/retry.ts: the SDK does not repeat one whose body is a stream.
    maxAttempts: 1,
    retryMode: 'standard',
    // Asked for where an object is read whole, and only there.
    responseChecksumValidation: 'WHEN_REQUIRED',
    // It would have a word on the console for each upload that is tried again.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    requestHandler: new S3Connections({
      connectionTimeout: connection,
      requestTimeout: request,
      throwOnRequestTimeout: true,
      // A body may take as long as it likes, but never stand still for so long.
      socketTimeout: request,
    }),
  });
};

const ignore = (): void => undefined;

/** The SDK wraps what it does not take for an Error, such as those of Node's own modules in a vm context, as under jest. */
class S3Connections extends NodeHttpHandler {
  override async handle(...args: Parameters<NodeHttpHandler['handle']>): ReturnType<NodeHttpHandler['handle']> {
    try {
      return await super.handle(...args);
    } catch (error) {
      const { name, message, systemCode: code } = faultOf(error);
      throw Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
    }
  }
}

const hasEndpoint = (environment: NodeJS.ProcessEnv): boolean =>
  [environment['AWS_ENDPOINT_URL_S3'], environment['AWS_ENDPOINT_URL']].some((url) => url !== undefined && url !== '');
