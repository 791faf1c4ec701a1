import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../lambda/clock';

interface Alarm {
  readonly time: number;
  readonly callback: () => void;
}

/** A clock that stands still until `run` moves it on to the next alarm. Somebody may set it, as the clock of a machine. */
export class VirtualClock implements Clock {
  /** Milliseconds since the clock was made. */
  private time = 0;
  /** What `now` says at the time 0. */
  private origin = Date.UTC(2026, 10, 22);
  private alarms: Alarm[] = [];

  now(): number {
    return this.origin + this.time;
  }

  monotonic(): number {
    return this.time;
  }

  /** Alarms go off after the time that they were set for, as timers of Node do. */
  setBack(milliseconds: number): void {
    this.origin -= milliseconds;
  }

  wakeAt(time: number, callback: () => void): () => void {
    const alarm = { time: time - this.origin, callback };
    this.alarms.push(alarm);
    return () => {
      this.alarms = this.alarms.filter((other) => other !== alarm);
    };
  }

  /** How many alarms are set. A real one keeps a process from ending. */
  get pending(): number {
    return this.alarms.length;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.wakeAt(this.now() + milliseconds, resolve));
  }

  /** Moves the time on until the work is done, and gives its result. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    work.then(end, end);
    await setImmediate();
    while (!isDone) {
      this.wakeNext();
      await setImmediate();
    }
    return work;
  }

  private wakeNext(): void {
    const next = this.alarms.reduce<Alarm | undefined>(
      (a, b) => (a !== undefined && a.time <= b.time ? a : b),
      undefined,
    );
    if (next === undefined) throw new Error('the work waits for something that is not the clock');
    this.alarms = this.alarms.filter((alarm) => alarm !== next);
    this.time = Math.max(this.time, next.time);
    next.callback();
  }
}
