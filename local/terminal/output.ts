import type { Writable } from 'node:stream';
import { codeOf } from '../../lambda/system-error';

/** A stream that text is written to, such as process.stdout. */
export interface Output {
  write(text: string): void;
  /** How wide the terminal is, in columns; undefined where there is none. */
  readonly columns: number | undefined;
}

/** Where there is no terminal to ask, a line of text is no wider. */
const DEFAULT_WIDTH = 100;

export const widthOf = (output: Output): number => output.columns ?? DEFAULT_WIDTH;

/** A reader that has seen enough (`| head`), and a terminal that was closed. */
const NOBODY_READS = ['EPIPE', 'EIO'];

/** `process.stdout` or `process.stderr`, so far as it is used. */
type StandardStream = Writable & Readonly<Partial<Pick<NodeJS.WriteStream, 'columns' | 'isTTY'>>>;

/** A standard stream of this process. That nobody reads it any more is no error. */
export const standardOutput = (stream: StandardStream): Output => {
  stream.on('error', (error) => {
    if (!NOBODY_READS.includes(codeOf(error) ?? '')) throw error;
  });
  return {
    write: (text) => void stream.write(text),
    get columns() {
      // A terminal may say that it is 0 columns wide, when it does not know.
      return stream.isTTY ? stream.columns || DEFAULT_WIDTH : undefined;
    },
  };
};
