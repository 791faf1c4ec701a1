import { ReadError } from '../../../lambda/source/image-builder';

/** How long a client waits for an answer before it gives up. */
export const CLIENT_TIMEOUT_MILLISECONDS = 20_000;

export const unanswered = (): ReadError => new ReadError('unavailable', 'TimeoutError', 'no answer');

export const aborted = (): ReadError => new ReadError('timed_out', 'AbortError', 'the call was aborted');
