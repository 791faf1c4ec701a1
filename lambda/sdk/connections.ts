import { validateHeaderValue } from 'node:http';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { Access } from './access';
import { faultOf } from './service-fault';
import { TIMEOUTS, type Timeouts } from './timeouts';

type Handle = NodeHttpHandler['handle'];

/** The connections of a client. Whatever it fails with is an Error with a name and, where there is one, a code. */
export class SdkConnections extends NodeHttpHandler {
  constructor({ agents }: Access, timeouts: Partial<Timeouts> = {}, more: NodeHttpHandlerOptions = {}) {
    const { connection, request } = { ...TIMEOUTS, ...timeouts };
    super({
      connectionTimeout: connection,
      requestTimeout: request,
      throwOnRequestTimeout: true,
      ...more,
      ...agents,
    });
  }

  override async handle(...args: Parameters<Handle>): ReturnType<Handle> {
    try {
      checkHeaders(args[0].headers);
      return await super.handle(...args);
    } catch (error) {
      throw toError(error);
    }
  }
}

/** Node refuses such headers, too, but when the SDK's timers for the request run, which keep the process alive. */
const checkHeaders = (headers: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
};

/** The SDK wraps what it does not take for an Error, such as those of Node's own modules in a vm context, as under jest. */
const toError = (error: unknown): Error => {
  const { name, message, systemCode: code } = faultOf(error);
  return Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
};
