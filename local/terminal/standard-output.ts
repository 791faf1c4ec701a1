import { codeOf } from '../../lambda/system-error';
import { DEFAULT_WIDTH, type Output } from './output';

/** A standard stream of this process. A reader that has seen enough (`| head`) is no error. */
export const standardOutput = (stream: NodeJS.WriteStream): Output => {
  stream.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    get columns() {
      // A terminal may say that it is 0 columns wide, when it does not know.
      return stream.isTTY ? stream.columns || DEFAULT_WIDTH : undefined;
    },
  };
};
