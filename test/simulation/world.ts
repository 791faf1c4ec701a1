import { join } from 'node:path';
import { run } from '../../lambda/run';
import type { FakeAccount } from './account/fake-account';
import { Attempt } from './attempt';
import type { FakeLake, Version } from './fake-lake';
import { Fates } from './fates';
import { type End, type Invocation, nameOfEnd } from './invocation';
import { LakePort } from './lake-port';
import { Violation } from './promises/violation';
import type { Random } from './random';
import { SourcePort } from './source-port';
import type { Tally } from './tally';
import type { Trace } from './trace';
import type { VirtualTime } from './virtual-time';
import type { Watch } from './watch';

interface WorldParts {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly account: FakeAccount;
  readonly lake: FakeLake;
  readonly tally: Tally;
  readonly trace: Trace;
  /** Sees whatever is written and however an attempt ends. */
  readonly watch: Watch;
  readonly scratchFolder: string;
}

/** A real computation that takes longer than this waits for something that is no port. */
const STUCK_MILLISECONDS = 20_000;

/** Attempts at work on one account and one lake, in virtual time. */
export class World {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly account: FakeAccount;
  readonly lake: FakeLake;
  readonly tally: Tally;
  readonly trace: Trace;
  readonly fates: Fates;
  private readonly attempts: Attempt[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly parts: WorldParts) {
    this.time = parts.time;
    this.random = parts.random;
    this.account = parts.account;
    this.lake = parts.lake;
    this.tally = parts.tally;
    this.trace = parts.trace;
    this.fates = new Fates(parts.random, parts.tally);
  }

  /** Invokes the collector, now. */
  start({ request, incidents = [], stopAt, onEnd = () => undefined }: Invocation): void {
    const number = this.attempts.length + 1;
    const attempt = new Attempt(number, request, this.time.now, [...incidents], this, () =>
      this.ended(attempt, 'crash', onEnd),
    );
    this.attempts.push(attempt);
    attempt.note(`starts for ${request.scheduledTime}`);
    const stop = new AbortController();
    if (stopAt !== undefined) this.time.at(stopAt, () => this.stop(attempt, stop), attempt);
    const clock = {
      now: () => this.time.now,
      wakeAt: (due: number, callback: () => void) => attempt.wakeAt(due, callback),
    };
    const report = this.parts.watch.reporter(attempt);
    const scratchFolder = join(this.parts.scratchFolder, String(number));
    const ports = {
      lake: new LakePort(this, attempt),
      source: new SourcePort(this, attempt),
      clock,
      scratchFolder,
      report,
    };
    run(request, ports, stop.signal).then(
      (result) => this.ended(attempt, { result }, onEnd),
      (error: unknown) => this.ended(attempt, { error }, onEnd),
    );
  }

  /** Lets events happen until nothing is left to happen. */
  async untilQuiet(): Promise<void> {
    await this.settle();
    while (this.time.step()) await this.settle();
  }

  crashAll(): void {
    for (const attempt of this.attempts) attempt.crash();
  }

  /** Lets go of what dead attempts hold open. */
  async end(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) {
      for (const attempt of this.attempts) attempt.bury();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  written(key: string, version: Version, attempt: Attempt): void {
    this.parts.watch.written(key, version, attempt);
  }

  private stop(attempt: Attempt, stop: AbortController): void {
    attempt.stopped = true;
    attempt.note('is asked to stop');
    stop.abort();
  }

  private ended(attempt: Attempt, end: End, onEnd: (end: End) => void): void {
    if (attempt.dead !== (end === 'crash')) return;
    attempt.ended = true;
    attempt.note(`ends: ${nameOfEnd(end)}`);
    try {
      if (end !== 'crash' && 'error' in end && end.error instanceof Violation) throw end.error;
      this.parts.watch.ended(attempt, end);
    } catch (error) {
      this.failure ??= { error };
    }
    onEnd(end);
  }

  /** Nothing happens while an attempt computes: so the order of events is the world's and not the machine's. */
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
