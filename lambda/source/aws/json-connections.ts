import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { ReadError } from '../image-builder';
import type { Connections } from './connections';
import { toReadError } from './read-error-of';

/**
 * Connections for a service that speaks JSON. The SDK would take an empty body, a list or a text for an answer without
 * members, which reads like an account without workflows.
 *
 * @param abortSignal ends the requests under way. The SDK would take it with each call, and listen to it twice.
 */
export const jsonHandler = (
  connections: Connections,
  abortSignal: AbortSignal,
): Pick<NodeHttpHandler, 'handle' | 'metadata'> => ({
  metadata: connections.metadata,
  handle: async (request, options) => {
    // Classified here, before the SDK wraps what it does not take for an Error.
    const answer = await connections.handle(request, { ...options, abortSignal }).catch((error: unknown) => {
      throw toReadError(error);
    });
    const { statusCode, body } = answer.response;
    if (statusCode < 300 && !isObjectText(body))
      throw new ReadError('invalid_response', 'UnusableAnswer', 'the answer is not a JSON object');
    return answer;
  },
});

const OBJECT_START = '{'.charCodeAt(0);
const WHITE_SPACE = new Set([...' \t\r\n'].map((character) => character.charCodeAt(0)));

const isObjectText = (body: unknown): boolean =>
  body instanceof Uint8Array && body.find((byte) => !WHITE_SPACE.has(byte)) === OBJECT_START;
