import type { Occurrences } from '../occurrences';
import type { Random } from '../random';
import { type Fault, type FaultKind, faultKindsOf } from './fault';

/** Long enough for retries, later runs, and the next day to come in between; in milliseconds. */
const PAUSES = [400, 5_000, 60_000, 700_000, 4_000_000] as const;
const DELAYS = [300, 300, 300, 5_000, 60_000, 4_000_000] as const;

/** Decides which faults the calls meet. */
export class FaultInjector {
  /** How likely it is that a call meets a fault by mere chance. */
  rate = 0;
  /** What whichever attempt makes the call first is to meet. */
  readonly pending: Fault[] = [];
  /** When runs are scheduled, in order. */
  schedule: readonly number[] = [];

  constructor(
    private readonly random: Random,
    private readonly occurrences: Occurrences,
  ) {}

  /**
   * The fault that a call meets, if any.
   *
   * @param own what the attempt that makes the call is to meet; a fault that was met is taken away
   */
  draw(call: string, own: Fault[]): FaultKind | undefined {
    const fault = take(own, call) ?? take(this.pending, call) ?? this.chance(call);
    if (fault !== undefined) this.occurrences.count(fault, call);
    return fault;
  }

  /** When a pause ends that begins now: after a while, or when the next run is anywhere between its start and its end. */
  endOfPause(now: number): number {
    const next = this.schedule.find((at) => at > now) ?? now;
    return this.random.chance(0.5) ? next + this.random.between(0, 3_000) : now + this.random.pick(PAUSES);
  }

  /** How much later a request lands whose sender has given up. */
  delay(): number {
    return this.random.pick(DELAYS);
  }

  private chance(call: string): FaultKind | undefined {
    const kinds = faultKindsOf(call);
    const isHit = this.rate > 0 && kinds.length > 0 && this.random.chance(this.rate);
    return isHit ? this.random.pick(kinds) : undefined;
  }
}

const take = (faults: Fault[], call: string): FaultKind | undefined => {
  const index = faults.findIndex((fault) => fault.call === call);
  return index < 0 ? undefined : faults.splice(index, 1)[0]?.kind;
};
