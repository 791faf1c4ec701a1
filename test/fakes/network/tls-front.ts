import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { listen, portOf, stop } from '../loopback';
import type { ServerCertificate } from './certificate-authority';

export interface Behind {
  readonly s3: string;
  /** All other services. */
  readonly aws: string;
}

/** AWS over TLS: the fakes, which speak HTTP, behind the names of their hosts. */
export class TlsFront {
  /** The hosts that were asked, one for each request. */
  readonly hosts: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly behind: Behind,
  ) {
    server.on('request', (message: IncomingMessage, response: ServerResponse) => this.forward(message, response));
  }

  static async start(certificate: ServerCertificate, behind: Behind): Promise<TlsFront> {
    const server = createServer(certificate);
    await listen(server);
    return new TlsFront(server, behind);
  }

  get port(): number {
    return portOf(this.server);
  }

  stop(): Promise<void> {
    return stop(this.server);
  }

  private forward(message: IncomingMessage, response: ServerResponse): void {
    const host = message.headers.host ?? '';
    this.hosts.push(host);
    const bucket = /^(.+)\.s3\./.exec(host)?.[1];
    const isS3 = bucket !== undefined || message.headers.authorization?.includes('/s3/aws4_request');
    const path = bucket === undefined ? message.url : `/${bucket}${message.url}`;
    const { method, headers } = message;
    const onward = request(
      new URL(path ?? '/', isS3 ? this.behind.s3 : this.behind.aws),
      { method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    message.pipe(onward);
  }
}
