import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below those that a system hands out by itself, to whoever connects or listens at any port: between the moment that a
 * port is found free and the moment that an engine takes it, nobody else is given it.
 */
const [LOWEST, HIGHEST] = [10_000, 30_000];
const TRIES = 100;

/** A port of loopback that nobody uses at the moment. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free on loopback, of ${TRIES} tried between ${LOWEST} and ${HIGHEST}`);
};

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  const closed = once(server, 'close');
  server.close();
  await closed;
  return true;
};
