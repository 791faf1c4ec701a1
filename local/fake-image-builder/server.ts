import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answer';
import { answerTo, routeOf, type Served, servedOf } from './answering';
import { type Behaviour, HEALTHY } from './behaviour';
import { parseCredential } from './credential';
import type { FakeAccount } from './fake-account';
import { type Request, readRequest } from './request';

/** A request that arrived. */
interface SeenRequest {
  /** As IAM spells it, without the service; the method and path of what is no known operation. */
  readonly action: string;
  /** The Region that it was signed for; empty where it was not signed. */
  readonly region: string;
  /** Undefined where the Region is silent. */
  readonly status: number | undefined;
}

export interface FakeImageBuilder {
  /** What AWS_ENDPOINT_URL is to be. */
  readonly url: string;
  /** In the order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** The tokens given out so far are not known any more. */
  expireTokens(): void;
  /** Ends every connection, also those that wait for an answer. */
  close(): Promise<void>;
}

/**
 * Serves an account on any free port of loopback, over HTTP: Image Builder's reads of workflows in every Region, STS
 * GetCallerIdentity and AssumeRole, and Account ListRegions. The Region is the one that a request was signed for.
 *
 * @param members other accounts, whose role may be assumed, whatever its name
 */
export const startFakeImageBuilder = async (
  account: FakeAccount,
  members: readonly FakeAccount[] = [],
): Promise<FakeImageBuilder> => {
  const own = servedOf(account, members);
  const others = new Map(members.map((member) => [member.accountId, servedOf(member)]));
  const servedTo = (accessKeyId: string): Served => others.get(accessKeyId) ?? own;
  const requests: SeenRequest[] = [];
  const server = createServer((message, response) => {
    serve(message, response, servedTo, requests).catch(() => response.destroy());
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())));
  });
  const close = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
    });
  const expireTokens = (): void => {
    for (const { pagination } of [own, ...others.values()]) pagination.expireTokens();
  };
  return { url: `http://127.0.0.1:${port}`, requests, expireTokens, close };
};

const portOf = (address: ReturnType<ReturnType<typeof createServer>['address']>): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

const serve = async (
  message: IncomingMessage,
  response: ServerResponse,
  servedTo: (accessKeyId: string) => Served,
  requests: SeenRequest[],
): Promise<void> => {
  const request = await readRequest(message);
  const { accessKeyId = '', region = '' } = parseCredential(request.authorization ?? '') ?? {};
  const served = servedTo(accessKeyId);
  const route = routeOf(request);
  const behaviour = route?.service === 'imagebuilder' ? served.account.regionCalled(region).behaviour : HEALTHY;
  const answer = behaviour.kind === 'silent' ? undefined : answerTo(request, route, served);
  requests.push({ action: route?.action ?? nameOf(request), region, status: answer?.status });
  if (answer !== undefined) await send(answer, behaviour, response);
};

const nameOf = ({ method, path }: Request): string => `${method} ${path}`;

const send = async (answer: Answer, behaviour: Behaviour, response: ServerResponse): Promise<void> => {
  if (behaviour.kind === 'slow') await pause(behaviour.milliseconds, undefined, { ref: false });
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
};
