import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, stop, urlOf } from './loopback';

/** Answers one request, or does not. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A service on loopback that answers by script: what is due next, or the standing answer once that has run out. */
export class HostileServer {
  readonly requests: { readonly path: string; readonly body: string }[] = [];
  private script: Answer[] = [];
  private standing: Answer = json({});

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
  }

  static async start(): Promise<HostileServer> {
    const server = createServer();
    await listen(server);
    return new HostileServer(server);
  }

  get url(): string {
    return urlOf(this.server);
  }

  answers(...script: readonly Answer[]): void {
    this.script = [...script];
    this.standing = script.at(-1) ?? json({});
  }

  stop(): Promise<void> {
    return stop(this.server);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    this.requests.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString() });
    (this.script.shift() ?? this.standing)(response, request);
  }
}

export const text =
  (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

export const json = (body: unknown): Answer => text(JSON.stringify(body));

export const refusal = (status: number, name: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  text(JSON.stringify({ message: 'what the service said' }), status, { 'x-amzn-errortype': name, ...headers });

/** Promises more bytes than it sends. */
export const shortBody =
  (body: string): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(body) + 100) });
    response.write(body, () => response.destroy());
  };

export const closedSocket: Answer = (response) => response.destroy();

export const silence: Answer = () => {};

/** Begins, and never ends. */
export const stall: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"workflowSummaryList": [');
};

/** Not HTTP at all. */
export const garbage: Answer = (_, request) => {
  request.socket.end('SSH-2.0-OpenSSH_9.6\r\n');
};
