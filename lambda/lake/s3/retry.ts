import { type Clock, pauseUntil } from '../../clock';
import { isClockCorrected, retryAfter } from '../../sdk/error-answer';
import { faultOf } from '../../sdk/service-fault';

export interface S3RetryOptions {
  readonly clock: Clock;
  /** From 0 to 1, for pauses that do not coincide. */
  readonly random: () => number;
  /** For how long a call is repeated, in milliseconds from its first failure. */
  readonly patience: number;
}

export const PATIENCE = 30_000;

/** Makes a call to S3, and repeats it while S3 is slow, busy, broken or out of reach. Throws the last error. */
export const repeated = async <T>(options: S3RetryOptions, attempt: () => Promise<T>): Promise<T> => {
  let firstFailure: number | undefined;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const now = options.clock.now();
      firstFailure ??= now;
      const end = Math.max(now + pauseAfter(failures, options.random), retryAfter(error, now) ?? now);
      if (!isPassing(error) || end > firstFailure + options.patience) throw error;
      await pauseUntil(options.clock, end);
    }
  }
};

const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** In milliseconds. */
export const pauseAfter = (failures: number, random: () => number): number =>
  Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** failures) * (0.5 + random() / 2);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
const PASSING = new Set(['BadDigest', 'IncompleteBody', 'RequestTimeout', 'SlowDown', 'XAmzContentChecksumMismatch']);

/** What a connection fails with. Other codes are of files, certificates and names, which are no better a second later. */
const NETWORK = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

/** Whether the same call may go better soon: the connection broke, S3 asked for patience, or bytes were lost. */
const isPassing = (error: unknown): boolean => {
  const { status, name, systemCode } = faultOf(error);
  if (isClockCorrected(error) || PASSING.has(name)) return true;
  if (status === undefined) return name === 'TimeoutError' || isNetworkCode(systemCode);
  return status >= 500 ? status !== 501 : status === 408 || status === 429;
};

const isNetworkCode = (code: string | undefined): boolean =>
  code !== undefined && (NETWORK.has(code) || code.startsWith('HPE_'));
