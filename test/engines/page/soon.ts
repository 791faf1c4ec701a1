import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';

const TRIES = 100;
const PAUSE_MILLISECONDS = 50;

/** Looks again until it is as expected: a page draws when it has time. */
export const expectSoon = async <T>(read: () => Promise<T>, expected: T): Promise<void> => {
  for (let tries = 1; tries < TRIES && !isDeepStrictEqual(await read(), expected); tries++)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  expect(await read()).toEqual(expected);
};
