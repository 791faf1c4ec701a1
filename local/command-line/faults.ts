import { CollectorError } from '../../lambda/errors';
import { findAdvice, withAdvice } from '../../lambda/sdk/advice';
import { ReadError } from '../../lambda/source/image-builder';
import { codeOf, messageOf } from '../../lambda/system-error';
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
  const told = toldOf(error);
  err.write(
    told === undefined ? `This is a fault of the program: ${stackOf(error)}\n` : `${wrap(told, widthOf(err))}\n`,
  );
  return EXIT.failed;
};

/** A fault of this machine, such as a full disk, is told like those of the lake and of AWS. */
const toldOf = (error: unknown): string | undefined => {
  if (error instanceof CollectorError || error instanceof ReadError) return error.message;
  const fault = { code: codeOf(error) ?? '', message: messageOf(error) };
  return findAdvice(fault)?.topic === 'Machine' ? withAdvice(fault.message, fault) : undefined;
};

/** Its message may hold what is not ours. */
const stackOf = (error: unknown): string =>
  ((error instanceof Error && error.stack) || String(error))
    .split('\n')
    .map((line) => textCell(line, LONGEST_LINE))
    .join('\n');

const LONGEST_LINE = 500;
