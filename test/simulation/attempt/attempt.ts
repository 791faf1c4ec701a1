import type { RunRequest } from '../../../lambda/run';
import { ANYWHERE, type Incident } from '../faults/fault';
import type { Testbed } from '../testbed';
import type { ReadLog } from './logged-read';
import { type Answer, type Caller, PortCall, type Request } from './port-call';

/** One invocation of a run: what it was asked, what may befall it, and whether it still lives. */
export class Attempt implements Caller {
  pausedUntil = 0;
  dead = false;
  ended = false;
  /** Whether the lake failed it in some way. */
  troubled = false;
  stopped = false;
  /** What it asked of Image Builder and was told: what a run may claim depends on it. */
  readonly log: ReadLog[] = [];
  /** What it was told when it asked for the enabled Regions. */
  enabled: readonly string[] = [];
  /** Calls and timers that it waits for. */
  private waitingFor = 0;
  private readonly pending: ((error: Error) => void)[] = [];

  constructor(
    readonly number: number,
    readonly request: RunRequest,
    readonly startedAt: number,
    private readonly incidents: Incident[],
    private readonly testbed: Testbed,
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

  pause(): void {
    this.pausedUntil = this.testbed.fates.endOfPause(this.testbed.time.now);
  }

  /** After the end of its world, what it holds open is let go. */
  bury(): void {
    for (const reject of this.pending.splice(0)) reject(new Error('the world is over'));
  }

  call<T>(request: Request<T>): Promise<T> {
    const fate = this.dead ? undefined : this.testbed.fates.of(request.name, this.incidents);
    this.troubled ||= fate !== undefined && !ANYWHERE.includes(fate);
    if (fate === 'crash before') {
      this.note(`${request.name} ${request.about} [${fate}]`);
      this.crash();
    }
    if (fate === 'pause before') this.pause();
    return new Promise((resolve, reject) => {
      this.pending.push(reject);
      if (this.dead) return;
      const end = this.wait();
      const answer = (given: Answer<T>): void => {
        if (!end()) return;
        forget();
        if ('error' in given) reject(given.error);
        else resolve(given.value);
      };
      const call = new PortCall(this.testbed, this, request, fate, answer);
      const forget = call.listen();
      if (fate === 'pause before') this.testbed.time.at(this.pausedUntil, () => call.send(), this);
      else call.send();
    });
  }

  wakeAt(time: number, callback: () => void): () => void {
    if (this.dead) return () => undefined;
    const end = this.wait();
    const callOff = this.testbed.time.at(time, () => end() && callback(), this);
    return () => {
      callOff();
      end();
    };
  }

  note(what: string): void {
    this.testbed.trace.add(this.testbed.time.now, `#${this.number}`, what);
  }

  /** Counts one thing more to wait for; the function returned ends the wait, and says whether it was the first to. */
  private wait(): () => boolean {
    let isWaiting = true;
    this.waitingFor++;
    return () => {
      if (isWaiting) this.waitingFor--;
      const isFirst = isWaiting;
      isWaiting = false;
      return isFirst;
    };
  }
}
