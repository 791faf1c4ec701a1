import type { Clock } from '../../lambda/clock';

/** A clock on which every wait is over at once, and counts. */
export class HastyClock implements Clock {
  readonly pauses: number[] = [];
  private time = Date.UTC(2026, 10, 22);

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  wakeAt(time: number, callback: () => void): () => void {
    this.pauses.push(time - this.time);
    this.time = Math.max(this.time, time);
    const wake = setImmediate(callback);
    return () => clearImmediate(wake);
  }
}
