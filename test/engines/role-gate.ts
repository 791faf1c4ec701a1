import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As IAM spells them, by the address of the call. */
const ACTIONS: Readonly<Record<string, string>> = {
  '/ListWorkflowBuildVersions': 'imagebuilder:ListWorkflowBuildVersions',
  '/ListWorkflows': 'imagebuilder:ListWorkflows',
  '/GetWorkflow': 'imagebuilder:GetWorkflow',
  '/listRegions': 'account:ListRegions',
};

/**
 * Stands in front of the fake Image Builder and enforces what it does not know: a role. S3 and the rest are enforced by
 * MiniStack itself.
 */
export class RoleGate {
  /** The actions that the role grants. */
  granted: ReadonlySet<string> = new Set();

  private constructor(
    private readonly behind: string,
    private readonly server: ReturnType<typeof createServer>,
  ) {
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => this.take(incoming, response));
  }

  static async start(behind: string): Promise<RoleGate> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new RoleGate(behind, server);
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(incoming: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(incoming.url ?? '', this.behind);
    const action = ACTIONS[pathname];
    if (action !== undefined && this.granted.has(action)) this.pass(incoming, response);
    else refuse(incoming, response, action ?? pathname);
  }

  private pass(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url = '' } = incoming;
    const onward = request(new URL(url, this.behind), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    incoming.pipe(onward);
  }
}

const refuse = (incoming: IncomingMessage, response: ServerResponse, action: string): void => {
  incoming.resume();
  response.writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' });
  response.end(JSON.stringify({ message: `not authorized to perform: ${action}` }));
};
