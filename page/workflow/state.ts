import type { Build } from '../report-data';

/** `live`, or what AWS calls its state, in small letters. */
export const stateOf = ({ state }: Build): string => (state === null ? 'live' : state.status.toLowerCase());

/** Where it is. */
export const placeOf = ({ account_id, region }: Build): string => `${account_id} ${region}`;
