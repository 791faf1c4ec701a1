import type { ChildProcess } from 'node:child_process';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Moment {
  /** Which request, from 1. */
  readonly request: number;
  /** Whether the server has carried it out by then. */
  readonly carriedOut: boolean;
}

/** Passes requests on, and kills -9 whoever sends them at a certain one, before it learns of the answer. */
export class KillingProxy {
  private requests = 0;
  private victim: ChildProcess | undefined;
  private moment: Moment | undefined;

  private constructor(
    private readonly behind: string,
    private readonly server: ReturnType<typeof createServer>,
  ) {
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => this.take(incoming, response));
  }

  static async start(behind: string): Promise<KillingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new KillingProxy(behind, server);
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Counts from here. Without a moment, the process lives. */
  watch(victim: ChildProcess, moment?: Moment): void {
    Object.assign(this, { requests: 0, victim, moment });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(incoming: IncomingMessage, response: ServerResponse): void {
    this.requests++;
    const isMoment = this.requests === this.moment?.request;
    if (isMoment && this.moment?.carriedOut === false) {
      this.victim?.kill('SIGKILL');
      return;
    }
    const { method, url = '', headers } = incoming;
    const onward = request(new URL(url, this.behind), { method, headers }, (answer) => {
      if (isMoment) this.victim?.kill('SIGKILL');
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    incoming.pipe(onward);
  }
}
