import { ADVICE } from './advice-table';
import type { FailedCall } from './failed-call';

export type { CallPurpose } from './failed-call';

/** The line of the table that an error belongs to. */
export const findAdvice = (call: FailedCall): (typeof ADVICE)[number] | undefined =>
  ADVICE.find(({ isMeant }) => isMeant(call));

/** What to do about an error; undefined where the cause is not known. */
export const adviceFor = (call: FailedCall): string | undefined => findAdvice(call)?.advice;

/** A sentence that says what is wrong, and one that says what to do, where that is known. */
export const withAdvice = (problem: string, call: FailedCall, otherwise?: string): string =>
  [problem.replace(/[.]$/, ''), adviceFor(call) ?? otherwise].filter((sentence) => sentence !== undefined).join('. ');
