import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../lambda/clock';

interface Alarm {
  readonly time: number;
  readonly callback: () => void;
}

/** A clock that stands still until `run` moves it on to the next alarm. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 10, 22);
  private alarms: Alarm[] = [];

  now(): number {
    return this.time;
  }

  wakeAt(time: number, callback: () => void): () => void {
    const alarm = { time, callback };
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
    return new Promise((resolve) => this.wakeAt(this.time + milliseconds, resolve));
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
