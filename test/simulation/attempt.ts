import type { RunRequest } from '../../lambda/run';
import { ANYWHERE, type Fate, type Incident } from './incident';
import type { ReadLog } from './read-log';
import { Violation } from './violation';
import type { Owner } from './virtual-time';
import type { World } from './world';

/** A call on a port. */
export interface Call<T> {
  readonly name: string;
  readonly about: string;
  /** Takes place at some instant between the call and its answer; may throw. */
  readonly effect: (fate: Fate | undefined) => T;
  readonly describe: (answer: T) => string;
  /** What the caller gets when there is no answer. */
  readonly unanswered: () => Error;
  /** In milliseconds. */
  readonly latency?: number;
  /** Ends the wait for an answer early, with an error. */
  readonly abort?: { readonly signal: AbortSignal; readonly error: () => Error };
}

type Answer<T> = { readonly value: T } | { readonly error: unknown };

/** Long enough for retries, later runs, and the next day to come in between. */
const PAUSES = [400, 5_000, 60_000, 700_000, 4_000_000] as const;
const LATE = [300, 300, 300, 5_000, 60_000, 4_000_000] as const;

const take = (incidents: Incident[], call: string): Fate | undefined => {
  const index = incidents.findIndex((incident) => incident.call === call);
  return index < 0 ? undefined : incidents.splice(index, 1)[0]?.fate;
};

/** One invocation of a run: what it was asked, what may befall it, and whether it still lives. */
export class Attempt implements Owner {
  pausedUntil = 0;
  dead = false;
  ended = false;
  /** Whether the lake failed it, or answered 409 or 412 in its way. */
  troubled = false;
  stopped = false;
  /** What it asked of Image Builder and was told: what a run may claim depends on it. */
  readonly log: ReadLog[] = [];
  /** What it was told when it asked for the enabled Regions. */
  enabled: readonly string[] = [];
  /** Calls and timers that it waits for. */
  private waitingFor = 0;
  private readonly mourners: ((error: Error) => void)[] = [];

  constructor(
    readonly number: number,
    readonly request: RunRequest,
    readonly startedAt: number,
    private readonly incidents: Incident[],
    private readonly world: World,
    private readonly onCrash: () => void,
  ) {}

  /** The Regions that it is to collect. */
  get plan(): readonly string[] {
    const { regions, excludedRegions } = this.request;
    return (regions === 'enabled' ? this.enabled : regions).filter((region) => !excludedRegions.includes(region));
  }

  /** Whether it is computing: the world must wait for it, or the order of events would be the machine's. */
  get busy(): boolean {
    return !this.dead && !this.ended && this.waitingFor === 0;
  }

  /** It stops for ever: nothing that it waits for will come. */
  crash(): void {
    if (this.dead || this.ended) return;
    this.dead = true;
    this.onCrash();
  }

  /** After the end of its world, what it holds open is let go. */
  bury(): void {
    for (const reject of this.mourners.splice(0)) reject(new Error('the world is over'));
  }

  call<T>(call: Call<T>): Promise<T> {
    const fate = this.dead ? undefined : this.fateOf(call.name);
    if (fate === 'crash before') {
      this.note(call, fate);
      this.crash();
    }
    if (this.dead) return new Promise((_, reject) => this.mourners.push(reject));
    if (fate === 'pause before') this.pause();
    const end = this.wait();
    return new Promise((resolve, reject) => {
      this.mourners.push(reject);
      const deliver = (answer: Answer<T>): void => {
        if (!end()) return;
        forget();
        if ('error' in answer) reject(answer.error);
        else resolve(answer.value);
      };
      const forget = this.listen(call, deliver);
      const send = (): void => this.send(call, fate, deliver);
      if (fate === 'pause before') this.world.time.at(this.pausedUntil, send, this);
      else send();
    });
  }

  wakeAt(time: number, callback: () => void): () => void {
    if (this.dead) return () => undefined;
    const end = this.wait();
    const callOff = this.world.time.at(time, () => end() && callback(), this);
    return () => {
      callOff();
      end();
    };
  }

  /** Counts one thing more to wait for; the function returned ends the wait, and says whether it was the first to. */
  private wait(): () => boolean {
    let pending = true;
    this.waitingFor++;
    return () => {
      if (pending) this.waitingFor--;
      const isFirst = pending;
      pending = false;
      return isFirst;
    };
  }

  private fateOf(call: string): Fate | undefined {
    const fate = take(this.incidents, call) ?? take(this.world.awaited, call) ?? this.world.chanceFate(call);
    if (fate !== undefined) this.world.tally.count(fate, call);
    if (fate !== undefined && !ANYWHERE.includes(fate)) this.troubled = true;
    return fate;
  }

  private pause(): void {
    this.pausedUntil = this.world.random.chance(0.5)
      ? this.world.afterNextRun()
      : this.world.time.now + this.world.random.pick(PAUSES);
  }

  private send<T>(call: Call<T>, fate: Fate | undefined, deliver: (answer: Answer<T>) => void): void {
    const { time, random } = this.world;
    const arrivesAt = time.now + (call.latency ?? random.between(1, 40));
    time.at(arrivesAt, () => {
      const answer = fate === 'fail before' || fate === 'land late' ? undefined : this.land(call, fate);
      if (answer === undefined) this.note(call, fate);
      if (fate === 'land late') time.at(time.now + random.pick(LATE), () => this.land(call, fate));
      if (fate === 'pause after') this.pause();
      const lost = answer === undefined || fate === 'fail after';
      const delivered = lost ? { error: call.unanswered() } : answer;
      time.at(
        time.now + random.between(1, 40),
        () => (fate === 'crash after' ? this.crash() : deliver(delivered)),
        this,
      );
    });
  }

  private land<T>(call: Call<T>, fate: Fate | undefined): Answer<T> {
    try {
      const value = call.effect(fate);
      this.note(call, fate, call.describe(value));
      return { value };
    } catch (error) {
      if (error instanceof Violation) throw error;
      this.note(call, fate, String(error));
      return { error };
    }
  }

  private listen<T>({ abort }: Call<T>, deliver: (answer: Answer<T>) => void): () => void {
    if (abort === undefined) return () => undefined;
    const { signal, error } = abort;
    const end = (): void => {
      this.world.time.at(this.world.time.now, () => deliver({ error: error() }), this);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    return () => signal.removeEventListener('abort', end);
  }

  private note(
    { name, about }: Pick<Call<unknown>, 'name' | 'about'>,
    fate: Fate | undefined,
    answer = 'no answer',
  ): void {
    this.world.trace.add(
      this.world.time.now,
      `#${this.number}`,
      `${name} ${about} ${fate === undefined ? '' : `[${fate}] `}-> ${answer}`,
    );
  }
}
