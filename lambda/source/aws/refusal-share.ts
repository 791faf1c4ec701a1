const ROUND = 20;
/** Above this share of refusals, slowing down is expected to help. */
const MANY = 0.15;
/** Above this share, almost nothing gets through at any speed, and more speed would only be a burden to the service. */
const MOST = 0.65;

/**
 * Notices that slowing down does not help: that a service refuses the same share of calls at any speed, as one does
 * whose limit others use up. Without it, every refusal would slow a target down further, until hardly a call is made.
 * It then asks for twice the speed in each round of calls, for as long as the share of refusals does not grow by that.
 */
export class RefusalShare {
  private calls = 0;
  private refusals = 0;
  private since: number | undefined;
  private last: { readonly share: number; readonly perSecond: number } | undefined;
  private climb: { readonly share: number; readonly perSecond: number } | undefined;

  /** Requests per second that should be sent at least. */
  get perSecond(): number {
    return this.climb?.perSecond ?? 0;
  }

  count(isRefusal: boolean, time: number): void {
    this.since ??= time;
    this.calls++;
    if (isRefusal) this.refusals++;
    if (this.calls < ROUND) return;
    const round = { share: this.refusals / ROUND, perSecond: (ROUND * 1000) / Math.max(1, time - this.since) };
    this.judge(round);
    this.last = round;
    this.calls = 0;
    this.refusals = 0;
    this.since = time;
  }

  private judge(round: { readonly share: number; readonly perSecond: number }): void {
    if (this.climb !== undefined) {
      const isWorse = round.share > Math.min(MOST, this.climb.share + 0.15);
      this.climb = isWorse ? undefined : { ...this.climb, perSecond: Math.min(10_000, this.climb.perSecond * 2) };
      return;
    }
    const { last } = this;
    if (last === undefined || last.share < MANY || round.perSecond > last.perSecond * 1.1) return;
    const isNoBetter = round.share >= Math.max(MANY, last.share * 0.8);
    if (isNoBetter && round.share <= MOST) this.climb = { share: round.share, perSecond: last.perSecond };
  }
}
