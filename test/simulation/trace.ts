import { createHash } from 'node:crypto';

/** What happened in a scenario, line by line. Only a replay keeps the lines; every scenario keeps their hash. */
export class Trace {
  readonly lines: string[] = [];
  private readonly hash = createHash('sha256');

  constructor(
    private readonly startedAt: number,
    private readonly keepLines: boolean,
  ) {}

  add(now: number, who: string, what: string): void {
    const line = `${((now - this.startedAt) / 1000).toFixed(3).padStart(12)} ${who.padEnd(20)} ${what}`;
    this.hash.update(`${line}\n`);
    if (this.keepLines) this.lines.push(line);
  }

  /** Equal for two scenarios in which the same things happened at the same times. */
  digest(): string {
    return this.hash.copy().digest('hex');
  }
}
