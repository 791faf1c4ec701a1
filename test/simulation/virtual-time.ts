/** Whose event it is: it waits while its owner is paused, and never happens once the owner is crashed. */
export interface Owner {
  readonly pausedUntil: number;
  readonly crashed: boolean;
}

interface TimedEvent {
  readonly due: number;
  readonly order: number;
  readonly owner: Owner | undefined;
  readonly happen: () => void;
}

/** The one clock of a simulation, and what is still to happen in it. It stands still between events. */
export class VirtualTime {
  private events: TimedEvent[] = [];
  private order = 0;

  constructor(public now: number) {}

  /** Lets something happen at a time (now, if that has passed). The returned function calls it off. */
  at(due: number, happen: () => void, owner?: Owner): () => void {
    const event = { due, order: this.order++, owner, happen };
    this.events.push(event);
    return () => {
      this.events = this.events.filter((other) => other !== event);
    };
  }

  /** Moves to the earliest event and lets it happen; false when there is none. */
  step(): boolean {
    this.events = this.events.filter(({ owner }) => owner?.crashed !== true);
    const next = this.events.reduce<TimedEvent | undefined>(
      (first, event) => (first === undefined || this.isBefore(event, first) ? event : first),
      undefined,
    );
    if (next === undefined) return false;
    this.events = this.events.filter((event) => event !== next);
    this.now = Math.max(this.now, dueOf(next));
    next.happen();
    return true;
  }

  private isBefore(a: TimedEvent, b: TimedEvent): boolean {
    return dueOf(a) - dueOf(b) < 0 || (dueOf(a) === dueOf(b) && a.order < b.order);
  }
}

const dueOf = ({ due, owner }: TimedEvent): number => Math.max(due, owner?.pausedUntil ?? 0);
