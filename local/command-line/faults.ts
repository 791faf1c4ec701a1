import { CollectorError } from '../../lambda/errors';
import { ReadError } from '../../lambda/source/image-builder';
import { type Output, widthOf } from '../terminal/output';
import { textCell } from '../terminal/text-cell';
import { wrap } from '../terminal/wrap';
import { EXIT } from './exit-status';

/** Names all that is wrong with a command line. */
export const reportUsage = (command: string, faults: readonly string[], err: Output): number => {
  const lines = faults.map((fault) => `  - ${wrap(fault, widthOf(err), '    ').trimStart()}\n`).join('');
  err.write(`This cannot be done:\n${lines}See npm run ${command} -- --help\n`);
  return EXIT.wrongUsage;
};

/** What a person can act upon is told in sentences; a fault of this program says where it is. */
export const reportFailure = (error: unknown, err: Output): number => {
  const isTold = error instanceof CollectorError || error instanceof ReadError;
  err.write(isTold ? `${wrap(error.message, widthOf(err))}\n` : `This is a fault of the program: ${stackOf(error)}\n`);
  return EXIT.failed;
};

/** Its message may hold what is not ours. */
const stackOf = (error: unknown): string =>
  ((error instanceof Error && error.stack) || String(error))
    .split('\n')
    .map((line) => textCell(line, LONGEST_LINE))
    .join('\n');

const LONGEST_LINE = 500;
