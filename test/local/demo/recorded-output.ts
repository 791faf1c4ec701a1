import type { Output } from '../../../local/terminal/output';

/** Keeps what a command writes. */
interface RecordedOutput extends Output {
  readonly text: () => string;
}

export const recordedOutput = (columns?: number): RecordedOutput => {
  let written = '';
  return {
    columns,
    write: (text) => {
      written += text;
    },
    text: () => written,
  };
};
