import { CollectorError } from '../../lambda/errors';
import { ReadError } from '../../lambda/image-builder';
import { EXIT } from './exit-status';
import type { Output } from './output';

/** Names all that is wrong with a command line. */
export const reportUsage = (command: string, faults: readonly string[], err: Output): number => {
  const lines = faults.map((fault) => `  ${fault}\n`).join('');
  err.write(
    `npm run ${command}: this cannot be understood.\n${lines}npm run ${command} -- --help says what can be given.\n`,
  );
  return EXIT.wrongUsage;
};

/** A failure that a person can act upon is a sentence; a fault of this program says where it is. */
export const failureText = (error: unknown): string => {
  if (error instanceof CollectorError || error instanceof ReadError) return error.message;
  return `This is a fault of the program, please report it: ${error instanceof Error ? error.stack : String(error)}`;
};
