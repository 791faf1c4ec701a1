import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface S3Recorder {
  readonly endpoint: string;
  /** The prefixes that were listed since the last call. */
  takeListed(): readonly string[];
  /** The keys that were read since the last call, without repeats. */
  takeRead(): readonly string[];
  stop(): Promise<void>;
}

/** Stands in front of an S3 that is addressed by path, hands everything on, and remembers what was asked of a bucket. */
export const startS3Recorder = async (target: string): Promise<S3Recorder> => {
  let listed: string[] = [];
  let read = new Set<string>();
  const server = createServer((message, response) => {
    const url = new URL(message.url ?? '/', target);
    const [, key] = url.pathname.match(/^\/[^/]+\/(.+)$/) ?? [];
    if (message.method === 'GET' && url.searchParams.has('list-type'))
      listed.push(url.searchParams.get('prefix') ?? '');
    else if (message.method === 'GET' && key !== undefined) read.add(decodeURIComponent(key));
    handOn(message, url, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a listening server without a port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    takeListed: () => {
      const taken = listed;
      listed = [];
      return taken;
    },
    takeRead: () => {
      const taken = [...read].sort();
      read = new Set();
      return taken;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const handOn = (message: IncomingMessage, url: URL, response: ServerResponse): void => {
  const onwards = request(url, { method: message.method, headers: message.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onwards.once('error', () => response.destroy());
  message.pipe(onwards);
};
