import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen, portOf } from '../loopback';

export type ProxyTemper = 'open' | 'refuses' | 'silent' | 'closes' | { readonly wants: string };

/** A proxy for tunnels (CONNECT) and plain HTTP, wherever to: it leads all to one port of loopback. */
export class FakeProxy {
  /** What was asked of it: `CONNECT host:port`, or `GET http://…`. */
  readonly asked: string[] = [];
  temper: ProxyTemper = 'open';
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connect', (message: IncomingMessage, socket: Duplex) => this.tunnel(message, socket));
    server.on('request', (message: IncomingMessage, response: ServerResponse) => this.forward(message, response));
    server.on('connection', (socket: Duplex) => this.sockets.add(socket));
  }

  static async start(target: number): Promise<FakeProxy> {
    const server = createServer();
    await listen(server);
    return new FakeProxy(server, target);
  }

  get host(): string {
    return `127.0.0.1:${portOf(this.server)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private tunnel({ url, headers }: IncomingMessage, socket: Duplex): void {
    this.asked.push(`CONNECT ${url}`);
    socket.on('error', () => undefined);
    if (this.temper === 'silent') return;
    if (this.temper === 'closes') return void socket.end();
    const refusal = this.refusalOf(headers['proxy-authorization']);
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal}\r\ncontent-length: 0\r\n\r\n`);
    const onward = connect(this.target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    this.sockets.add(onward);
  }

  private forward({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(`${method} ${url}`);
    const refusal = this.refusalOf(headers['proxy-authorization']);
    if (refusal !== undefined) return void response.writeHead(Number(refusal.slice(0, 3))).end();
    const onward = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.req.pipe(onward);
  }

  private refusalOf(authorization: string | undefined): string | undefined {
    if (this.temper === 'refuses') return '403 Forbidden';
    if (typeof this.temper === 'string') return undefined;
    const basic = `Basic ${Buffer.from(this.temper.wants).toString('base64')}`;
    return authorization === basic ? undefined : '407 Proxy Authentication Required';
  }
}
