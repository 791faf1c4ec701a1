/** Requests per second after the first refusal. Too high a guess costs a refusal more, too low a guess costs time. */
const FIRST_GUESS = 60;
const SLOWEST = 1;
const FASTEST = 10_000;
/** Answers between two refusals after which their ratio is known well enough to send several calls at once. */
const SURE = 8;
/** Answers after which only a change of the limit explains that much more gets through. */
const SETTLED = 60;
/** Answers that an estimate looks back on. More make it more exact, and slower to see that the limit has changed. */
const MEMORY = 200;

/** A moment at which the service refused a call: its bucket was empty then, and so many calls had been answered. */
interface EmptyBucket {
  readonly time: number;
  readonly answers: number;
}

/** One token either way, and a half for what was under way. */
const DOUBT = 1.5;
/** Milliseconds by which a busy machine may be late to see an answer. */
const JITTER = 10;

/**
 * How many requests per second a service allows, learnt from its refusals. It is taken for a token bucket: at two
 * refusals the bucket is empty, so between them exactly as many calls were answered as it was refilled with, give or
 * take one. The quotient is sent at; where it is a little high, the next refusal comes after about as many answers as
 * the estimate stands on and doubles their number, so n calls cost about log2(n) refusals.
 */
export class ServiceRate {
  private readonly refusals: EmptyBucket[] = [];
  private answers = 0;
  private answersSinceRefusal = 0;
  /** Answers between the first refusal looked at and the last: what the estimate stands on. */
  private support = 0;
  private rate: number | undefined;
  private lowest = SLOWEST;

  /** Undefined while nothing has been refused: there is no limit to be seen. */
  get perSecond(): number | undefined {
    return this.rate;
  }

  /** After a refusal one call at a time finds out what the limit is; a guess made with many would waste as many. */
  get callsAtOnce(): number {
    if (this.rate === undefined || this.support >= SURE) return Number.POSITIVE_INFINITY;
    return 1 + Math.floor(this.answersSinceRefusal / 4);
  }

  answered(): void {
    this.answers++;
    this.answersSinceRefusal++;
    const overdue = this.answersSinceRefusal - this.support - 2;
    if (this.rate === undefined || overdue <= 0) return;
    // The longer no refusal comes, the less the estimate is worth.
    const trust = Math.max(Math.min(SURE, this.support), this.support - 2 * overdue);
    this.set(this.rate * (1 + 1 / (trust + 1)));
  }

  /** @param time milliseconds */
  refused(time: number): void {
    this.refusals.push({ time, answers: this.answers });
    this.answersSinceRefusal = 0;
    if (this.refusals.length === 1) {
      this.support = 0;
      this.set(this.rate ?? FIRST_GUESS);
      return;
    }
    this.forget();
    this.estimate(time);
  }

  /** Nothing was sent for a while: the bucket may have run over, and what was counted says nothing any more. */
  idled(): void {
    this.refusals.length = 0;
  }

  /** Never slower than this, whatever is refused. */
  keepAtLeast(perSecond: number): void {
    this.lowest = Math.max(SLOWEST, perSecond);
    if (this.rate !== undefined) this.set(this.rate);
  }

  private estimate(time: number): void {
    const [first] = this.refusals;
    if (first === undefined) return;
    const answers = this.answers - first.answers;
    // With so few, one more than was answered: too low an estimate finds no refusal to learn from.
    const estimate = ((answers < 3 ? answers + 1 : answers) * 1000) / Math.max(1, time - first.time);
    const hasRisen = this.support >= SETTLED && (this.rate ?? 0) > 2 * estimate;
    if (hasRisen) this.startAgain();
    else this.support = answers;
    this.set(estimate);
  }

  /** Far more got through than the limit would allow: it has been raised, and is found out as at first. */
  private startAgain(): void {
    this.refusals.splice(0, this.refusals.length - 1);
    this.support = 0;
  }

  private set(rate: number): void {
    this.rate = Math.min(FASTEST, Math.max(this.lowest, rate));
  }

  /** Drops the refusals that are older than the memory, and those from before a change of the limit. */
  private forget(): void {
    let start = 0;
    for (let middle = 1; middle < this.refusals.length - 1; middle++) if (this.isChange(start, middle)) start = middle;
    while (start < this.refusals.length - 2 && this.answersSince(start + 1) >= MEMORY) start++;
    this.refusals.splice(0, start);
    if (this.refusals.length > 40) this.refusals.splice(1, 1);
  }

  private answersSince(index: number): number {
    return this.answers - (this.refusals[index]?.answers ?? 0);
  }

  /** Whether no constant rate explains both the answers up to a refusal and those after it. */
  private isChange(start: number, middle: number): boolean {
    const [from, via, to] = [this.refusals[start], this.refusals[middle], this.refusals.at(-1)];
    if (from === undefined || via === undefined || to === undefined) return false;
    const before = rateBounds(from, via);
    const after = rateBounds(via, to);
    return after.high < before.low || after.low > before.high;
  }
}

const rateBounds = (from: EmptyBucket, to: EmptyBucket): { readonly low: number; readonly high: number } => {
  const milliseconds = to.time - from.time;
  const answers = to.answers - from.answers;
  return {
    low: (answers - DOUBT) / (milliseconds + JITTER),
    high: (answers + DOUBT) / Math.max(1, milliseconds - JITTER),
  };
};
