/** Athena reads no longer line (https://docs.aws.amazon.com/athena/latest/ug/other-notable-limitations.html). */
export const LONGEST_LINE_BYTES = 32 * 1000 * 1000;

/** A text of lines in which one is longer than any that is ever written. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
  constructor(line: number) {
    super(`line ${line} is longer than ${LONGEST_LINE_BYTES} bytes`);
  }
}

const NEWLINE = 0x0a;

/** A line, and where its last part began in the chunk that ended it (0, if an earlier chunk holds its beginning). */
export interface Line {
  readonly bytes: Buffer;
  readonly start: number;
}

/** Cuts what arrives in chunks into lines. A line that never ends is refused before it fills the memory. */
export class LineCutter {
  private readonly pieces: Buffer[] = [];
  private lines = 0;
  private pending = 0;

  /** How many bytes of an unfinished line are held. */
  get bytesHeld(): number {
    return this.pending;
  }

  /** The lines that end in this chunk. Consume them before the next. */
  *cut(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield { bytes: this.take(chunk.subarray(start, end)), start };
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
  }

  private take(piece: Buffer): Buffer {
    this.check(piece);
    this.lines++;
    if (this.pending === 0) return piece;
    const line = Buffer.concat([...this.pieces, piece]);
    this.pieces.length = 0;
    this.pending = 0;
    return line;
  }

  private hold(piece: Buffer): void {
    this.check(piece);
    if (piece.length > 0) this.pieces.push(piece);
    this.pending += piece.length;
  }

  private check(piece: Buffer): void {
    if (this.pending + piece.length > LONGEST_LINE_BYTES) throw new LineTooLongError(this.lines + 1);
  }
}
