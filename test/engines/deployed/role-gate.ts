import { type LoopbackProxy, type Passage, startProxy } from './loopback-proxy';

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

  private constructor(private readonly proxy: LoopbackProxy) {}

  static async start(behind: string): Promise<RoleGate> {
    const proxy = await startProxy(behind, (passage) => gate.take(passage));
    const gate = new RoleGate(proxy);
    return gate;
  }

  get url(): string {
    return this.proxy.url;
  }

  stop(): Promise<void> {
    return this.proxy.stop();
  }

  private take(passage: Passage): void {
    const action = actionOf(passage);
    if (this.granted.has(action)) passage.passOn();
    else refuse(passage, action);
  }
}

/** What IAM calls it; the address itself, where the fake knows no such call. */
export const actionOf = ({ message: { url = '' } }: Passage): string => {
  const { pathname } = new URL(url, 'http://127.0.0.1');
  return ACTIONS[pathname] ?? pathname;
};

export const refuse = ({ message, response }: Passage, action: string): void => {
  message.resume();
  response.writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' });
  response.end(JSON.stringify({ message: `not authorized to perform: ${action}` }));
};
