import { createHash } from 'node:crypto';
import { stepTable } from '../contract/tables';
import { compareUtf8 } from '../utf8-order';
import { gunzippedLines, problemOfLines } from './gunzipped-lines';
import type { GzippedLines } from './gzip-file';
import { keyOfLine } from './ndjson';

/** The last steps are not what the manifest of their run says. */
export class BrokenStepsError extends Error {
  override readonly name = 'BrokenStepsError';
}

interface StepLine {
  readonly line: Buffer;
  readonly arn: string;
}

/** The lines of the last steps, read once from front to back: builds are asked for in the order of their ARNs. */
export class LastSteps {
  private readonly hash = createHash('sha256');
  private readonly lines: AsyncGenerator<Buffer>;
  private state: 'new' | 'begun' = 'new';
  /** The first that nobody has asked for; undefined before the first, and behind the last. */
  private next: StepLine | undefined;

  constructor(private readonly steps: GzippedLines) {
    this.lines = gunzippedLines(steps.path, this.hash);
  }

  /** The lines of a build's steps. Those of the builds before it that nobody asked for are passed over. */
  async linesOf(arn: string): Promise<readonly Buffer[]> {
    if (this.state === 'new') await this.advance();
    const found: Buffer[] = [];
    for (; this.next !== undefined; await this.advance()) {
      const order = compareUtf8(this.next.arn, arn);
      if (order > 0) break;
      if (order === 0) found.push(this.next.line);
    }
    return found;
  }

  /** Reads what nobody asked for. Throws a BrokenStepsError where the whole is not what was written. */
  async end(): Promise<void> {
    do await this.advance();
    while (this.next !== undefined);
    if (this.hash.digest('hex') !== this.steps.content.sha256)
      throw new BrokenStepsError('its content is not what its manifest says');
  }

  /** Closes the file, read to its end or not. */
  async close(): Promise<void> {
    await this.lines.return(undefined);
  }

  private async advance(): Promise<void> {
    this.state = 'begun';
    try {
      const { value, done } = await this.lines.next();
      this.next = done === true ? undefined : { line: value, arn: arnOf(value) };
    } catch (cause) {
      const problem = problemOfLines(cause);
      throw problem === undefined ? cause : new BrokenStepsError(problem, { cause });
    }
  }
}

/** A step's key is the ARN of its build, `#`, and its position. */
const arnOf = (step: Buffer): string => {
  const key = keyOfLine(step, stepTable);
  return key.slice(0, key.lastIndexOf('#'));
};
