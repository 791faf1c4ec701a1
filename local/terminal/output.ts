/** A stream that text is written to, such as process.stdout. */
export interface Output {
  write(text: string): void;
  /** How wide the terminal is, in columns; undefined where there is none. */
  readonly columns: number | undefined;
}

/** Where there is no terminal to ask, a line of text is no wider. */
export const DEFAULT_WIDTH = 100;

export const widthOf = (output: Output): number => output.columns ?? DEFAULT_WIDTH;
