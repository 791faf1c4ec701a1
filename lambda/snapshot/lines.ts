/** Athena reads no longer line (https://docs.aws.amazon.com/athena/latest/ug/other-notable-limitations.html). */
export const LONGEST_LINE_BYTES = 32 * 1000 * 1000;

/** A text of lines holds one that is longer than any that is ever written. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
  constructor() {
    super(`a line is longer than ${LONGEST_LINE_BYTES} bytes`);
  }
}

const NEWLINE = 0x0a;

/** Gathers what arrives in chunks into whole lines. A line that never ends is refused before it fills the memory. */
export class WholeLines {
  private held: Buffer[] = [];
  private bytesHeld = 0;

  /** Whether the text, if it ended here, would end in the middle of a line. */
  get isUnfinished(): boolean {
    return this.bytesHeld > 0;
  }

  /** The lines that end in this chunk, each with its newline; empty where none does. */
  take(chunk: Buffer): Buffer {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.hold(chunk);
      return Buffer.alloc(0);
    }
    const lines = this.bytesHeld === 0 ? chunk.subarray(0, end) : Buffer.concat([...this.held, chunk.subarray(0, end)]);
    this.held = [];
    this.bytesHeld = 0;
    this.hold(chunk.subarray(end));
    return lines;
  }

  private hold(bytes: Buffer): void {
    this.bytesHeld += bytes.length;
    if (this.bytesHeld > LONGEST_LINE_BYTES) throw new LineTooLongError();
    this.held.push(bytes);
  }
}

/** Where a line begins and ends in the bytes, its newline not counted. */
interface LinePlace {
  readonly start: number;
  readonly end: number;
}

/** The places of whole lines. */
export function* placesOfLines(lines: Buffer): Generator<LinePlace> {
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(NEWLINE, start);
    if (end - start > LONGEST_LINE_BYTES) throw new LineTooLongError();
    yield { start, end };
    start = end + 1;
  }
}
