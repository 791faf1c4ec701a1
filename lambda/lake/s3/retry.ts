import { type Clock, pause, pauseAfter } from '../../clock';
import { isClockCorrected, retryAfter } from '../../sdk/error-answer';
import { CONNECTION_CODES } from '../../sdk/failed-call';
import { faultOf } from '../../sdk/service-fault';

export interface S3RetryOptions {
  readonly clock: Clock;
  /** From 0 to 1, for pauses that do not coincide. */
  readonly random: () => number;
  /** For how long a call is repeated, in milliseconds from its first failure. */
  readonly patience: number;
}

export const PATIENCE_MILLISECONDS = 30_000;
const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
const PASSING = new Set(['BadDigest', 'IncompleteBody', 'RequestTimeout', 'SlowDown', 'XAmzContentChecksumMismatch']);

/** Makes a call to S3, and repeats it while S3 is slow, busy, broken or out of reach. Throws the last error. */
export const retry = async <T>(options: S3RetryOptions, attempt: () => Promise<T>): Promise<T> => {
  const { clock, random, patience } = options;
  const backOff = { shortest: SHORTEST_PAUSE, longest: LONGEST_PAUSE, random };
  let firstFailure: number | undefined;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const now = clock.monotonic();
      firstFailure ??= now;
      const milliseconds = Math.max(pauseAfter(failures, backOff), retryAfter(error, clock.now()) ?? 0);
      if (!isPassing(error) || now + milliseconds > firstFailure + patience) throw error;
      await pause(clock, milliseconds);
    }
  }
};

/** Whether the same call may go better soon: the connection broke, S3 asked for patience, or bytes were lost. */
const isPassing = (error: unknown): boolean => {
  const { status, name, systemCode } = faultOf(error);
  if (isClockCorrected(error) || PASSING.has(name)) return true;
  if (status === undefined) return name === 'TimeoutError' || isNetworkCode(systemCode);
  return status >= 500 ? status !== 501 : status === 408 || status === 429;
};

const isNetworkCode = (code: string | undefined): boolean =>
  code !== undefined && (code === 'EAI_AGAIN' || CONNECTION_CODES.has(code) || code.startsWith('HPE_'));
