import type { IncomingMessage } from 'node:http';
import { isJsonObject } from '../../lambda/contract/json-object';

/** An HTTP request, read to its end. */
export interface Request {
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: string;
}

export const readRequest = async (message: IncomingMessage): Promise<Request> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const [path = '', query = ''] = (message.url ?? '').split('?', 2);
  return {
    method: message.method ?? '',
    path,
    query: new URLSearchParams(query),
    authorization: message.headers.authorization,
    body: Buffer.concat(chunks).toString('utf8'),
  };
};

/** The members of a JSON object; undefined where the text is not one. */
export const membersOf = (text: string): Readonly<Record<string, unknown>> | undefined => {
  const value = text === '' ? {} : parsed(text);
  return isJsonObject(value) ? value : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The text behind percent-encoding; undefined where it is malformed. */
export const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
