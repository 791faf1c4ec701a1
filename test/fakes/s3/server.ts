import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, stop, urlOf } from '../loopback';
import type { S3Bucket } from './bucket';
import { type S3Answer, type S3Request, S3Service } from './service';

/** What becomes of one request: whether it takes effect (`serve`), and what of the answer is sent. */
export type Fate = (response: ServerResponse, serve: () => S3Answer) => void;

const ordinary: Fate = (response, serve) => send(response, serve());

export const send = (response: ServerResponse, { status, headers, body }: S3Answer): void => {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
};

/** S3 on loopback, addressed by path. */
export class S3Server {
  readonly service = new S3Service();
  readonly requests: S3Request[] = [];
  private readonly fates: { readonly about: RegExp; readonly fate: Fate }[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.take(request, response));
  }

  static async start(): Promise<S3Server> {
    const server = createServer();
    await listen(server);
    return new S3Server(server);
  }

  get url(): string {
    return urlOf(this.server);
  }

  get bucket(): S3Bucket {
    return this.service.bucket;
  }

  /** What becomes of the next requests, one after the other. */
  next(...fates: readonly Fate[]): void {
    for (const fate of fates) this.nextOf(/^/, fate);
  }

  /** What becomes of the next request whose method and key, such as `PUT manifest/x.json`, are like that. */
  nextOf(about: RegExp, fate: Fate): void {
    this.fates.push({ about, fate });
  }

  stop(): Promise<void> {
    return stop(this.server);
  }

  private async take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await requestOf(incoming).catch(() => undefined);
    // Whoever sent it went away.
    if (request === undefined) return;
    this.requests.push(request);
    this.fateOf(request)(response, () => this.service.answer(request));
  }

  private fateOf({ method, key }: S3Request): Fate {
    const index = this.fates.findIndex(({ about }) => about.test(`${method} ${key}`));
    return index < 0 ? ordinary : (this.fates.splice(index, 1)[0]?.fate ?? ordinary);
  }
}

const requestOf = async (incoming: IncomingMessage): Promise<S3Request> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { pathname, searchParams: query } = new URL(incoming.url ?? '', 'http://stub');
  const [, bucket = '', ...segments] = pathname.split('/').map(decodeURIComponent);
  const { method = '', headers } = incoming;
  return { method, bucket, key: segments.join('/'), query, headers, body: Buffer.concat(chunks) };
};
