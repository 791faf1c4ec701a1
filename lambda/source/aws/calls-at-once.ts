/** So many calls are under way at once before anything is known of a service, and after it has refused one. */
const FIRST = 8;
/** After so many answers a usual burst is used up. What is under way at its end is refused, so that it should be little. */
const BURST_ANSWERS = 64;

/**
 * How many calls of a target are under way at once, from their first attempt to their last. Where a service has refused
 * nothing by the end of a usual burst, each answer lets one more begin, up to as many as there are callers. Once it has
 * refused a call, the rate limiter sets the pace, and learns it from few calls: many are refused together, and each
 * waits long for its next turn.
 */
export class CallsAtOnce {
  private readonly waiting: (() => void)[] = [];
  private underWay = 0;
  private most = FIRST;
  private answers = 0;
  private isLimited = false;

  /** Waits until the call may begin; when the signal aborts, no longer. Each must be followed by an `end`. */
  begin(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', onAbort);
        this.underWay++;
        resolve();
      };
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        go();
      };
      if (signal.aborted || this.underWay < this.most) return go();
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(go);
    });
  }

  end(): void {
    this.underWay--;
    this.release();
  }

  /** An answer where fewer calls are under way than might be does not show that the service bears more of them. */
  answered(): void {
    if (++this.answers <= BURST_ANSWERS || this.isLimited || this.underWay < this.most) return;
    this.most++;
    this.release();
  }

  refused(): void {
    this.isLimited = true;
    this.most = FIRST;
  }

  private release(): void {
    while (this.waiting.length > 0 && this.underWay < this.most) this.waiting.shift()?.();
  }
}
