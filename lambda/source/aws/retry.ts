import { type Clock, pauseUntil } from '../../clock';
import { isClockCorrected, retryAfter } from '../../sdk/error-answer';
import { ReadError } from '../image-builder';
import { RateLimiter } from './rate-limiter';
import { toReadError } from './read-error-of';

/** For how long a call is repeated, in milliseconds from the attempt that first failed in that way. */
export interface Patience {
  readonly throttled: number;
  /** Also for a service that is silent: an attempt that is still running then is the last. */
  readonly unavailable: number;
  /** A host name that is not found, or a resolver that does not answer. */
  readonly unresolved: number;
}

export const PATIENCE: Patience = { throttled: 60_000, unavailable: 25_000, unresolved: 2_000 };

export interface RetryOptions {
  readonly clock: Clock;
  /** Aborts calls, at once. */
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** From 0 to 1. */
  readonly random: () => number;
}

const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
/** A clock that was set right is right: more than this is something else. */
const CLOCK_CORRECTIONS = 2;

/**
 * Makes the calls of one target, and repeats what is worth repeating. How often is bounded by time, not by a number of
 * attempts or a quota: a service that refuses every third call costs no row.
 */
export class Retry {
  private readonly limiter: RateLimiter;

  constructor(private readonly options: RetryOptions) {
    this.limiter = new RateLimiter(options.clock);
  }

  /** @throws ReadError; timed_out where the signal aborted */
  async call<T>(attempt: () => Promise<T>): Promise<T> {
    const failures = new Failures(this.options);
    for (;;) {
      const turn = await this.limiter.turn(this.options.signal);
      this.checkTime();
      try {
        const answer = await this.untilAborted(attempt());
        this.limiter.answered();
        return answer;
      } catch (cause) {
        const error = toReadError(cause);
        this.report(error);
        this.checkTime();
        const pauseEnd = failures.pauseAfter(error, cause, turn.sentAt);
        if (pauseEnd === undefined) throw error;
        if (error.reason === 'throttled') this.limiter.holdUntil(pauseEnd);
        else await pauseUntil(this.options.clock, pauseEnd, this.options.signal);
      }
    }
  }

  private report(error: ReadError): void {
    if (error.reason === 'throttled') this.limiter.refused();
    else if (isAnswer(error)) this.limiter.answered();
    else this.limiter.lost();
  }

  private checkTime(): void {
    if (this.options.signal.aborted) throw outOfTime();
  }

  /** The SDK does not stop everything that it does for a call, such as fetching credentials. */
  private untilAborted<T>(answer: Promise<T>): Promise<T> {
    const { signal } = this.options;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(outOfTime());
      signal.addEventListener('abort', onAbort, { once: true });
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }
}

/** What one call has been through. */
class Failures {
  private count = 0;
  private clockCorrections = 0;
  private readonly since = new Map<keyof Patience, number>();

  constructor(private readonly options: RetryOptions) {}

  /** When to try again, in milliseconds since 1970; undefined: not at all. */
  pauseAfter(error: ReadError, cause: unknown, sentAt: number): number | undefined {
    this.count++;
    const now = this.options.clock.now();
    if (isClockCorrected(cause)) return ++this.clockCorrections <= CLOCK_CORRECTIONS ? now : undefined;
    const kind = kindOf(error);
    if (kind === undefined) return undefined;
    const since = this.since.get(kind) ?? sentAt;
    this.since.set(kind, since);
    const pauseEnd = Math.max(now + this.pause(kind), retryAfter(cause, now) ?? now);
    return pauseEnd < since + this.options.patience[kind] ? pauseEnd : undefined;
  }

  private pause(kind: keyof Patience): number {
    if (kind === 'throttled') return 0;
    const longest = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** this.count);
    return longest * (0.5 + this.options.random() / 2);
  }
}

const kindOf = ({ reason, code }: ReadError): keyof Patience | undefined => {
  if (reason === 'throttled') return 'throttled';
  if (reason === 'no_endpoint' || code === 'EAI_AGAIN') return 'unresolved';
  return reason === 'unavailable' ? 'unavailable' : undefined;
};

const isAnswer = ({ reason }: ReadError): boolean =>
  reason !== 'unavailable' && reason !== 'no_endpoint' && reason !== 'timed_out';

const outOfTime = (): ReadError =>
  new ReadError('timed_out', 'DeadlineReached', 'the time for this run was up before an answer came');
