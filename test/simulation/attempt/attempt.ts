import type { RunRequest } from '../../../lambda/run';
import { ANYWHERE, type Fault } from '../faults/fault';
import type { Testbed } from '../testbed';
import type { AccountOpening, ListedOrganization } from './account-opening';
import type { LoggedRead } from './logged-read';
import { type Answer, type Caller, PortCall, type PortRequest } from './port-call';

/** One invocation of a run: what it was asked, which faults it is to meet, and whether it still runs. */
export class Attempt implements Caller {
  pausedUntil = 0;
  crashed = false;
  ended = false;
  /** Whether the lake failed it in some way. */
  faulted = false;
  stopped = false;
  /** What it asked of Image Builder and was told: what a run may claim depends on it. */
  readonly log: LoggedRead[] = [];
  /** What it was told of the organization; undefined where it was not told, or did not ask. */
  listed: ListedOrganization | undefined;
  /** What it was told of each account that it opened or asked for its Regions, in the order of its last answers. */
  readonly openings = new Map<string, AccountOpening>();
  /** Calls and timers that it waits for. */
  private waitingFor = 0;
  private readonly pending: ((error: Error) => void)[] = [];

  constructor(
    readonly number: number,
    readonly request: RunRequest,
    readonly startedAt: number,
    private readonly faults: Fault[],
    private readonly testbed: Testbed,
    private readonly onCrash: () => void,
  ) {}

  /** Whether it is computing: the simulator must wait for it, or the order of events would be the machine's. */
  get busy(): boolean {
    return !this.crashed && !this.ended && this.waitingFor === 0;
  }

  /** It stops for ever: nothing that it waits for will come. */
  crash(): void {
    if (this.crashed || this.ended) return;
    this.crashed = true;
    this.onCrash();
  }

  pause(): void {
    this.pausedUntil = this.testbed.faults.endOfPause(this.testbed.time.now);
  }

  /** After the end of the simulation, what it holds open is let go. */
  release(): void {
    for (const reject of this.pending.splice(0)) reject(new Error('the simulation is over'));
  }

  call<T>(request: PortRequest<T>): Promise<T> {
    const fault = this.crashed ? undefined : this.testbed.faults.draw(request.name, this.faults);
    this.faulted ||= fault !== undefined && !ANYWHERE.includes(fault);
    if (fault === 'crash before') {
      this.note(`${request.name} ${request.about} [${fault}]`);
      this.crash();
    }
    if (fault === 'pause before') this.pause();
    return new Promise((resolve, reject) => {
      this.pending.push(reject);
      if (this.crashed) return;
      const end = this.wait();
      const answer = (given: Answer<T>): void => {
        if (!end()) return;
        forget();
        if ('error' in given) reject(given.error);
        else resolve(given.value);
      };
      const call = new PortCall(this.testbed, this, request, fault, answer);
      const forget = call.listen();
      if (fault === 'pause before') this.testbed.time.at(this.pausedUntil, () => call.send(), this);
      else call.send();
    });
  }

  wakeAt(time: number, callback: () => void): () => void {
    if (this.crashed) return () => undefined;
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
