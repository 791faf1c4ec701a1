import type { FaultKind } from '../faults/fault';
import type { Testbed } from '../testbed';
import { Violation } from '../violation';
import type { Owner } from '../virtual-time';

/** Who makes calls: a call's fault may be one of its caller. */
export interface Caller extends Owner {
  crash(): void;
  pause(): void;
  note(what: string): void;
}

/** What a caller asks of a port. */
export interface PortRequest<T> {
  readonly name: string;
  readonly about: string;
  /** Takes place at some instant between the call and its answer; may throw. */
  readonly effect: (fault: FaultKind | undefined) => T;
  readonly describe: (answer: T) => string;
  /** What the caller gets when there is no answer. */
  readonly unanswered: () => Error;
  /** In milliseconds. */
  readonly latency?: number;
  /** Ends the wait for an answer early, with an error. */
  readonly abort?: { readonly signal: AbortSignal; readonly error: () => Error };
}

export type Answer<T> = { readonly value: T } | { readonly error: unknown };

/** A call on its way: it takes effect at one instant and is answered at another, unless a fault prevents it. */
export class PortCall<T> {
  constructor(
    private readonly testbed: Testbed,
    private readonly caller: Caller,
    private readonly request: PortRequest<T>,
    private readonly fault: FaultKind | undefined,
    private readonly answer: (answer: Answer<T>) => void,
  ) {}

  send(): void {
    const { time, random } = this.testbed;
    time.at(time.now + (this.request.latency ?? random.between(1, 40)), () => this.arrive());
  }

  /** Answers as soon as the signal aborts; the function returned stops listening to it. */
  listen(): () => void {
    const { abort } = this.request;
    if (abort === undefined) return () => undefined;
    const { signal, error } = abort;
    const end = (): void => {
      this.testbed.time.at(this.testbed.time.now, () => this.answer({ error: error() }), this.caller);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    return () => signal.removeEventListener('abort', end);
  }

  private arrive(): void {
    const { time, faults, random } = this.testbed;
    const { caller, fault } = this;
    const landed = fault === 'fail before' || fault === 'land late' ? undefined : this.land();
    if (landed === undefined) this.note('no answer');
    if (fault === 'land late') time.at(time.now + faults.delay(), () => this.land());
    if (fault === 'pause after') caller.pause();
    const answer = landed === undefined || fault === 'fail after' ? { error: this.request.unanswered() } : landed;
    const answered = (): void => (fault === 'crash after' ? caller.crash() : this.answer(answer));
    time.at(time.now + random.between(1, 40), answered, caller);
  }

  private land(): Answer<T> {
    try {
      const value = this.request.effect(this.fault);
      this.note(this.request.describe(value));
      return { value };
    } catch (error) {
      if (error instanceof Violation) throw error;
      this.note(String(error));
      return { error };
    }
  }

  private note(answer: string): void {
    const { name, about } = this.request;
    const fault = this.fault === undefined ? '' : ` [${this.fault}]`;
    this.caller.note(`${name} ${about}${fault} -> ${answer}`);
  }
}
