import { type Clock, pauseUntil } from '../clock';
import { LakeError } from '../errors';
import type { Body, Condition, Lake, PutAnswer } from './lake';

/** Long enough for the write that is in the way to end: 50 ms, doubled each time, some 25 s in all. */
const TRIES = 10;
const FIRST_PAUSE_MILLISECONDS = 50;

export type SettledPut = Exclude<PutAnswer, { readonly answer: 'conflict' }>;

/** A put that is sent again while the lake answers 409: another write of the key is under way. */
export const putSettled = async (
  { lake, clock }: { readonly lake: Lake; readonly clock: Clock },
  key: string,
  body: Body,
  condition: Condition,
): Promise<SettledPut> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await lake.put(key, body, condition);
    if (answer.answer !== 'conflict') return answer;
    await pauseUntil(clock, clock.now() + FIRST_PAUSE_MILLISECONDS * 2 ** tries);
  }
  throw new LakeError(
    `${lake.location}/${key}: other writes of this object were in the way of ${TRIES} tries to put it`,
  );
};
