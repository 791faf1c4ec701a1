import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

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

/** Stands in front of a server, on a free port of loopback; `take` decides what becomes of each request. */
export const startProxy = async (behind: string, take: (passage: Passage) => void): Promise<LoopbackProxy> => {
  const server = createServer((message, response) => {
    take({ message, response, passOn: (onAnswer) => passOn(message, behind, response, onAnswer) });
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

const passOn = (
  message: IncomingMessage,
  behind: string,
  response: ServerResponse,
  onAnswer: () => void = () => undefined,
): void => {
  const { method, headers, url = '/' } = message;
  const onward = request(new URL(url, behind), { method, headers }, (answer) => {
    onAnswer();
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  message.pipe(onward);
};
