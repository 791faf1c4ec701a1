import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from '../../local/fake-image-builder/answer';
import { answerTo, routeOf, type Served, servedOf } from '../../local/fake-image-builder/answering';
import { parseCredential } from '../../local/fake-image-builder/credential';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import { readRequest } from '../../local/fake-image-builder/request';
import { roleSession, stsRefusal } from '../../local/fake-image-builder/sts';

interface SeenCall {
  readonly action: string;
  /** Whose credentials signed it: the ID of an account for those of its role. */
  readonly accessKeyId: string;
  readonly region: string;
  readonly body: string;
}

type Answering = (parameters: URLSearchParams, calls: number) => Answer | undefined;

/**
 * STS, Organizations, Account and Image Builder of several accounts, over HTTP. Whoever assumes a role gets the account's
 * ID for an access key, by which the calls that follow are told apart. An answer that is undefined never comes.
 */
export class OrganizationServer {
  readonly calls: SeenCall[] = [];
  /** AssumeRole. */
  assumeRole: Answering = (parameters) => session(accountIn(parameters));
  /** The answers of each operation of Organizations, one after the other; the last one stands. */
  readonly organization = new Map<string, readonly Answer[]>();
  private readonly served: ReadonlyMap<string, Served>;

  private constructor(
    private readonly server: Server,
    accounts: readonly FakeAccount[],
  ) {
    this.served = new Map(accounts.map((account) => [account.accountId, servedOf(account)]));
    server.on('request', (message: IncomingMessage, response: ServerResponse) => void this.serve(message, response));
  }

  static async start(accounts: readonly FakeAccount[]): Promise<OrganizationServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OrganizationServer(server, accounts);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  callsOf(action: string): readonly SeenCall[] {
    return this.calls.filter((call) => call.action === action);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    const { accessKeyId = '', region = '' } = parseCredential(request.authorization ?? '') ?? {};
    const operation = String(message.headers['x-amz-target'] ?? '').split('.')[1];
    const parameters = new URLSearchParams(request.body);
    const action = operation ?? parameters.get('Action') ?? request.path;
    this.calls.push({ action, accessKeyId, region, body: request.body });
    const calls = this.callsOf(action).length;
    const answer = (): Answer | undefined => {
      if (operation !== undefined) return nth(this.organization.get(operation) ?? [], calls);
      if (action === 'AssumeRole') return this.assumeRole(parameters, calls);
      const served = this.served.get(accessKeyId) ?? [...this.served.values()][0];
      return served && answerTo(request, routeOf(request), served);
    };
    const found = answer();
    if (found === undefined) return;
    response.writeHead(found.status, found.headers);
    response.end(found.body);
  }
}

const nth = (answers: readonly Answer[], calls: number): Answer | undefined => answers[calls - 1] ?? answers.at(-1);

export const accountIn = (parameters: URLSearchParams): string => parameters.get('RoleArn')?.split(':')[4] ?? '';

/** Credentials, for so many minutes. */
export const session = (accountId: string, minutes = 60): Answer =>
  roleSession(accountId, Date.now() + minutes * 60_000);

export const stsError = stsRefusal;

export const xml = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

/** An answer of Organizations. */
export const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});
