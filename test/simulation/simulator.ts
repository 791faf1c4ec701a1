import { join } from 'node:path';
import { run } from '../../lambda/run';
import { Attempt } from './attempt/attempt';
import { type End, type Invocation, nameOfEnd } from './attempt/invocation';
import { LakePort } from './attempt/lake-port';
import { SourcePort } from './attempt/source-port';
import type { Checker } from './promises/checker';
import type { Testbed } from './testbed';
import { Violation } from './violation';

/** A real computation that takes longer than this waits for something that is no port. */
const STUCK_MILLISECONDS = 20_000;

/** Attempts at work on one account and one lake, in virtual time. */
export class Simulator {
  private readonly attempts: Attempt[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(
    readonly testbed: Testbed,
    /** Sees whatever is written and however an attempt ends. */
    private readonly checker: Checker,
    private readonly scratchFolder: string,
  ) {}

  /** Invokes the collector, now. */
  start({ request, faults = [], stopAt, onEnd = () => undefined }: Invocation): void {
    const { testbed, checker } = this;
    const { time } = testbed;
    const number = this.attempts.length + 1;
    const attempt = new Attempt(number, request, time.now, [...faults], testbed, () =>
      this.ended(attempt, 'crash', onEnd),
    );
    this.attempts.push(attempt);
    attempt.note(`starts for ${request.scheduledTime}`);
    const stop = new AbortController();
    if (stopAt !== undefined) time.at(stopAt, () => this.stop(attempt, stop), attempt);
    const clock = {
      now: () => time.now,
      monotonic: () => time.now,
      wakeAt: (due: number, callback: () => void) => attempt.wakeAt(due, callback),
    };
    const ports = {
      lake: new LakePort(testbed, attempt, (key, version) => checker.written(key, version, attempt)),
      source: new SourcePort(testbed, attempt),
      clock,
      scratchFolder: join(this.scratchFolder, String(number)),
      report: checker.reporter(attempt),
    };
    run(request, ports, stop.signal).then(
      (result) => this.ended(attempt, { result }, onEnd),
      (error: unknown) => this.ended(attempt, { error }, onEnd),
    );
  }

  /** Lets events happen until nothing is left to happen. */
  async untilQuiet(): Promise<void> {
    await this.settle();
    while (this.testbed.time.step()) await this.settle();
  }

  crashAll(): void {
    for (const attempt of this.attempts) attempt.crash();
  }

  /** Lets go of what crashed attempts hold open. */
  async end(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      for (const attempt of this.attempts) attempt.release();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private stop(attempt: Attempt, stop: AbortController): void {
    attempt.stopped = true;
    attempt.note('is asked to stop');
    stop.abort();
  }

  private ended(attempt: Attempt, end: End, onEnd: (end: End) => void): void {
    if (attempt.crashed !== (end === 'crash')) return;
    attempt.ended = true;
    attempt.note(`ends: ${nameOfEnd(end)}`);
    try {
      if (end !== 'crash' && 'error' in end && end.error instanceof Violation) throw end.error;
      this.checker.ended(attempt, end);
    } catch (error) {
      this.failure ??= { error };
    }
    onEnd(end);
  }

  /** Nothing happens while an attempt computes: so the order of events is the scenario's and not the machine's. */
  private async settle(): Promise<void> {
    const since = Date.now();
    do {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.failure !== undefined) throw this.failure.error;
      if (Date.now() - since > STUCK_MILLISECONDS)
        throw new Error('an attempt waits for something that is neither a call nor a timer');
    } while (this.attempts.some(({ busy }) => busy));
  }
}
