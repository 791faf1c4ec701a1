import { type Clock, pause, pauseAfter } from '../clock';
import { LakeError } from '../errors';
import type { Body, Condition, Lake, PutAnswer } from './lake';

/** With these pauses, the last put is sent after some 25 seconds: the write that is in the way has ended by then. */
const MOST_PUTS = 10;
const BACK_OFF = { shortest: 50, longest: 12_800, random: () => 1 };

export type SettledPut = Exclude<PutAnswer, { readonly answer: 'conflict' }>;

/** A put that is sent again while the lake answers 409: another write of the key is under way. */
export const putSettled = async (
  { lake, clock }: { readonly lake: Lake; readonly clock: Clock },
  key: string,
  body: Body,
  condition: Condition,
): Promise<SettledPut> => {
  for (let puts = 1; ; puts++) {
    const answer = await lake.put(key, body, condition);
    if (answer.answer !== 'conflict') return answer;
    if (puts === MOST_PUTS) throw inTheWay(`${lake.location}/${key}`);
    await pause(clock, pauseAfter(puts, BACK_OFF));
  }
};

const inTheWay = (where: string): LakeError =>
  new LakeError(`${where}: other writes of this object were in the way of ${MOST_PUTS} tries to put it`);
