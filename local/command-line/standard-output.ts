import { codeOf } from '../system-error';
import type { Output } from './output';

/** A standard stream of this process. A reader that has seen enough (`| head`) is no error. */
export const standardOutput = (stream: NodeJS.WriteStream): Output => {
  stream.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
};
