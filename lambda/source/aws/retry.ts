import { type Clock, pause, pauseAfter } from '../../clock';
import { isClockCorrected, retryAfter } from '../../sdk/error-answer';
import type { CallReporter } from '../call-event';
import { ReadError } from '../image-builder';
import { CallsAtOnce } from './calls-at-once';
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

interface RetryOptions {
  readonly clock: Clock;
  /** Aborts calls, at once. */
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly reportCall?: CallReporter | undefined;
}

const SHORTEST_PAUSE = 400;
const LONGEST_PAUSE = 5_000;
/** A clock that was set right is right: more than this is something else. */
const CLOCK_CORRECTIONS = 2;

/**
 * Makes the calls of one target, and repeats what is worth repeating. How often is bounded by time, not by a number of
 * attempts or a quota: a service that refuses every third call costs no row.
 */
export class Retry {
  private readonly callsAtOnce = new CallsAtOnce();
  private readonly limiter: RateLimiter;

  constructor(private readonly options: RetryOptions) {
    this.limiter = new RateLimiter(options.clock);
  }

  /** @throws ReadError; timed_out where the signal aborted */
  async call<T>(attempt: () => Promise<T>): Promise<T> {
    await this.callsAtOnce.begin(this.options.signal);
    try {
      return await this.repeat(attempt);
    } finally {
      this.callsAtOnce.end();
    }
  }

  private async repeat<T>(attempt: () => Promise<T>): Promise<T> {
    const failures = new Failures(this.options);
    for (;;) {
      const turn = await this.limiter.waitForTurn(this.options.signal);
      this.checkTime();
      try {
        const answer = await this.untilAborted(attempt());
        this.answered();
        return answer;
      } catch (cause) {
        const error = toReadError(cause);
        this.report(error);
        this.checkTime();
        const next = failures.add(error, cause, turn.sentAt);
        if (next.answer === 'give up') throw error;
        if (error.reason === 'throttled') this.limiter.holdFor(next.milliseconds);
        else await pause(this.options.clock, next.milliseconds, this.options.signal);
      }
    }
  }

  private report(error: ReadError): void {
    if (error.reason === 'throttled') this.refused();
    else if (isAnswer(error)) this.answered();
    else this.limiter.lost();
  }

  private answered(): void {
    this.limiter.answered();
    this.callsAtOnce.answered();
  }

  private refused(): void {
    this.options.reportCall?.('throttled');
    this.limiter.refused();
    this.callsAtOnce.refused();
  }

  private checkTime(): void {
    if (this.options.signal.aborted) throw outOfTime();
  }

  /** The SDK does not stop everything that it does for a call, such as fetching credentials. */
  private untilAborted<T>(answer: Promise<T>): Promise<T> {
    const { signal } = this.options;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(outOfTime());
      signal.addEventListener('abort', onAbort);
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }
}

type Next = { readonly answer: 'again'; readonly milliseconds: number } | { readonly answer: 'give up' };

const GIVE_UP: Next = { answer: 'give up' };
const AT_ONCE: Next = { answer: 'again', milliseconds: 0 };

/** What one call has been through. */
class Failures {
  private count = 0;
  private clockCorrections = 0;
  private readonly since = new Map<keyof Patience, number>();

  constructor(private readonly options: RetryOptions) {}

  /**
   * One failure more: whether to try again, and after how many milliseconds.
   *
   * @param sentAt when the attempt was sent, on the monotonic clock
   */
  add(error: ReadError, cause: unknown, sentAt: number): Next {
    this.count++;
    if (isClockCorrected(cause)) return ++this.clockCorrections <= CLOCK_CORRECTIONS ? AT_ONCE : GIVE_UP;
    const kind = kindOf(error);
    if (kind === undefined) return GIVE_UP;
    const { clock, patience } = this.options;
    const since = this.since.get(kind) ?? sentAt;
    this.since.set(kind, since);
    const milliseconds = Math.max(this.backOff(kind), retryAfter(cause, clock.now()) ?? 0);
    return clock.monotonic() + milliseconds < since + patience[kind] ? { answer: 'again', milliseconds } : GIVE_UP;
  }

  /** The rate limiter spaces what is throttled. */
  private backOff(kind: keyof Patience): number {
    if (kind === 'throttled') return 0;
    const { random } = this.options;
    return pauseAfter(this.count, { shortest: SHORTEST_PAUSE, longest: LONGEST_PAUSE, random });
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
