import type { Tally } from '../occurrences';
import type { Random } from '../random';
import { type Fate, fatesOf, type Incident } from './fault';

/** Long enough for retries, later runs, and the next day to come in between; in milliseconds. */
const PAUSES = [400, 5_000, 60_000, 700_000, 4_000_000] as const;
const DELAYS = [300, 300, 300, 5_000, 60_000, 4_000_000] as const;

/** Decides what befalls the calls of a world. */
export class Fates {
  /** How likely it is that something befalls a call by mere chance. */
  rate = 0;
  /** What befalls whichever attempt first makes the call. */
  readonly awaited: Incident[] = [];
  /** When runs are scheduled, in order. */
  schedule: readonly number[] = [];

  constructor(
    private readonly random: Random,
    private readonly tally: Tally,
  ) {}

  /**
   * What befalls a call, if anything.
   *
   * @param own what is to befall the attempt that makes it; what has befallen it is taken away
   */
  of(call: string, own: Incident[]): Fate | undefined {
    const fate = take(own, call) ?? take(this.awaited, call) ?? this.chance(call);
    if (fate !== undefined) this.tally.count(fate, call);
    return fate;
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

  private chance(call: string): Fate | undefined {
    const fates = fatesOf(call);
    const isHit = this.rate > 0 && fates.length > 0 && this.random.chance(this.rate);
    return isHit ? this.random.pick(fates) : undefined;
  }
}

const take = (incidents: Incident[], call: string): Fate | undefined => {
  const index = incidents.findIndex((incident) => incident.call === call);
  return index < 0 ? undefined : incidents.splice(index, 1)[0]?.fate;
};
