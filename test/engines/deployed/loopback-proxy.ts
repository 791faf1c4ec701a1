import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as requestInClear, type ServerResponse } from 'node:http';
import { type RequestOptions, request as requestOverTls } from 'node:https';

export interface Passage {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** Hands the request on as it is. `onAnswer`: what to do before the answer is handed back. */
  passOn(onAnswer?: () => void): void;
}

export interface LoopbackProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Stands in front of a server, on a free port of loopback; `take` decides what becomes of each request.
 *
 * @param certificate the PEM file of the server's own, where it is served over TLS: the proxy itself speaks none
 */
export const startProxy = async (
  behind: string,
  take: (passage: Passage) => void,
  certificate?: string,
): Promise<LoopbackProxy> => {
  const trust = certificate === undefined ? {} : { ca: readFileSync(certificate) };
  const server = createServer((message, response) => {
    const { method, headers } = message;
    const passOn = (onAnswer?: () => void) =>
      handOn({
        message,
        response,
        to: new URL(message.url ?? '/', behind),
        options: { ...trust, method, headers },
        onAnswer,
      });
    take({ message, response, passOn });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a listening server without a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

interface Onward extends Pick<Passage, 'message' | 'response'> {
  readonly to: URL;
  readonly options: RequestOptions;
  readonly onAnswer: (() => void) | undefined;
}

const handOn = ({ message, response, to, options, onAnswer }: Onward): void => {
  const request = to.protocol === 'https:' ? requestOverTls : requestInClear;
  const onward = request(to, options, (answer) => {
    onAnswer?.();
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  message.pipe(onward);
};
