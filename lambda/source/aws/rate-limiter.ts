import type { Clock } from '../../clock';
import { RefusalShare } from './refusal-share';
import { ServiceRate } from './service-rate';

/** A turn to send one request. */
interface Turn {
  /** On the monotonic clock, as all times are here. */
  readonly sentAt: number;
}

/** A slot may still be used so many milliseconds after its time: a timer may be late, a service slow. */
const CATCH_UP = 50;
/** After so long without a request, in milliseconds, a service may have saved up more than was counted. */
const IDLE = 1000;

interface Waiter {
  readonly go: () => void;
}

/**
 * Lets calls go at the pace that a service allows: without any limit until it refuses one, then evenly spaced. Shared
 * by all calls of a target.
 */
export class RateLimiter {
  private readonly rate = new ServiceRate();
  private readonly share = new RefusalShare();
  private readonly waiting: Waiter[] = [];
  private underWay = 0;
  private lastSlot = Number.NEGATIVE_INFINITY;
  private notBefore = Number.NEGATIVE_INFINITY;
  private cancelWake: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  /**
   * Waits for a turn; when the signal aborts, at once: look at it afterwards. Each turn must be followed by one of
   * `answered`, `refused` and `lost`, unless the signal had aborted. First come, first served, repeated calls too: else one
   * that is refused for ever would keep all others from their first attempt.
   */
  waitForTurn(signal: AbortSignal): Promise<Turn> {
    return new Promise((resolve) => {
      const resolveTurn = (): void => resolve({ sentAt: this.clock.monotonic() });
      if (signal.aborted) return resolveTurn();
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        resolveTurn();
        this.release();
      };
      const waiter: Waiter = {
        go: () => {
          signal.removeEventListener('abort', onAbort);
          this.underWay++;
          resolveTurn();
        },
      };
      signal.addEventListener('abort', onAbort);
      this.waiting.push(waiter);
      this.release();
    });
  }

  /** The service answered the call, whatever it said. */
  answered(): void {
    this.underWay--;
    this.rate.answered();
    this.weigh(false);
    this.release();
  }

  /** The service refused the call because there were too many. */
  refused(): void {
    this.underWay--;
    const now = this.clock.monotonic();
    this.rate.refused(now);
    this.weigh(true);
    this.lastSlot = Math.max(this.lastSlot, now);
    this.release();
  }

  /** No answer came. */
  lost(): void {
    this.underWay--;
    this.release();
  }

  /** No call goes for so many milliseconds. */
  holdFor(milliseconds: number): void {
    this.notBefore = Math.max(this.notBefore, this.clock.monotonic() + milliseconds);
  }

  private weigh(isRefusal: boolean): void {
    if (this.rate.perSecond === undefined) return;
    this.share.count(isRefusal, this.clock.monotonic());
    this.rate.keepAtLeast(this.share.perSecond);
  }

  private release(): void {
    this.cancelWake?.();
    this.cancelWake = undefined;
    while (this.waiting.length > 0 && this.underWay < this.rate.callsAtOnce) {
      const now = this.clock.monotonic();
      const slot = Math.max(this.slotAfter(now), this.notBefore);
      if (slot > now) {
        this.cancelWake = this.clock.wakeAt(this.clock.now() + Math.ceil(slot - now), () => this.release());
        return;
      }
      this.lastSlot = slot;
      this.waiting.shift()?.go();
    }
  }

  private slotAfter(now: number): number {
    const { perSecond } = this.rate;
    if (perSecond === undefined) return now;
    const gap = 1000 / perSecond;
    if (now - this.lastSlot > Math.max(IDLE, 3 * gap)) this.rate.idled();
    return Math.max(this.lastSlot + gap, now - Math.max(CATCH_UP, gap));
  }
}
