import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback; an HTTPS server has all of these, too. */
type LoopbackServer = Pick<Server, 'address' | 'close' | 'closeAllConnections' | 'listen'>;

/** Begins to listen, at a port that is free. */
export const listen = (server: LoopbackServer): Promise<void> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

export const portOf = (server: LoopbackServer): number => (server.address() as AddressInfo).port;

export const urlOf = (server: LoopbackServer): string => `http://127.0.0.1:${portOf(server)}`;

/** Ends whatever is under way. */
export const stop = async (server: LoopbackServer): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
