import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { SettingsError } from '../../lambda/errors';
import { codeOf } from '../../lambda/system-error';

/** In milliseconds: before the connections of the SDK give up, which could not name the proxy. */
const PROXY_PATIENCE = 1_800;

/**
 * Takes each request the way that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, or their lower-case twins, say for its
 * host. TLS is spoken with AWS through the proxy, never with the proxy in its stead.
 */
export class ProxyRoutes extends Agent {
  private readonly ways = new Map<string, HttpAgent>();

  /** @param certificates the authorities that are trusted, PEM; without them, Node's own */
  constructor(
    private readonly certificates?: string | undefined,
    private readonly patience = PROXY_PATIENCE,
  ) {
    super({ keepAlive: true });
  }

  override connect(_: ClientRequest, { secureEndpoint, host, port }: AgentConnectOpts): HttpAgent {
    const proxy = proxyFor(`${secureEndpoint ? 'https' : 'http'}://${bracketed(host)}:${port}`);
    const name = `${secureEndpoint} ${proxy}`;
    const way = this.ways.get(name) ?? this.open(secureEndpoint, proxy);
    this.ways.set(name, way);
    return way;
  }

  override destroy(): void {
    for (const way of this.ways.values()) way.destroy();
    super.destroy();
  }

  private open(isSecure: boolean, proxy: string): HttpAgent {
    const options = { keepAlive: true, ...(this.certificates === undefined ? {} : { ca: this.certificates }) };
    if (proxy === '') return isSecure ? new HttpsAgent(options) : new HttpAgent({ keepAlive: true });
    const url = proxyUrl(proxy);
    if (isSecure) return new Tunnel(url, options, this.patience);
    // A connection that is used again would get a request without the URL: the agent rewrites the first one only.
    return new Forwarding(url, { ...options, keepAlive: false }, this.patience);
  }
}

const bracketed = (host: string | undefined): string => (host?.includes(':') ? `[${host}]` : (host ?? ''));

/** One that is named without a scheme would be given that of the request, but it is spoken to in HTTP, as curl does. */
const proxyFor = (url: string): string => {
  const proxy = getProxyForUrl(url);
  return isWritten(proxy) ? proxy : proxy.replace(/^https:/, 'http:');
};

const isWritten = (proxy: string): boolean =>
  Object.entries(process.env).some(([name, value]) => /(?:https|all|config)_proxy$/i.test(name) && value === proxy);

const proxyUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new SettingsError(
    `HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names ${url === undefined ? 'what is no URL' : `a proxy for ${url.protocol}`}. ` +
      'Name a proxy such as http://gateway.example.com:3128',
  );
};

/** A connection to AWS, through the proxy (CONNECT). */
class Tunnel extends HttpsProxyAgent<string> {
  constructor(
    url: URL,
    options: ConstructorParameters<typeof HttpsProxyAgent>[1],
    private readonly patience: number,
  ) {
    super(url, options);
  }

  override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<Socket> {
    let status = 0;
    request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      status = statusCode;
    });
    const socket = await answeredInTime(this, this.patience, () => super.connect(request, this.trusting(options)));
    if (status === 200) return socket;
    socket.destroy();
    throw refusal(this.proxy, status, `${options.host}:${options.port}`);
  }

  /** The agent takes its options for the connection to the proxy alone. */
  private trusting(options: AgentConnectOpts): AgentConnectOpts {
    const { ca } = this.connectOpts;
    return options.secureEndpoint && ca !== undefined ? { ...options, ca } : options;
  }
}

/** A request that the proxy sends on itself: for an endpoint without TLS. */
class Forwarding extends HttpProxyAgent<string> {
  constructor(
    url: URL,
    options: ConstructorParameters<typeof HttpProxyAgent>[1],
    private readonly patience: number,
  ) {
    super(url, options);
  }

  override connect(...args: Parameters<HttpProxyAgent<string>['connect']>): Promise<Socket> {
    return answeredInTime(this, this.patience, () => super.connect(...args));
  }
}

const NO_ANSWER = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'ETIMEDOUT']);

/**
 * A connection of a proxy's agent, for which it waits no longer than that; then the agent's socket is closed, which else
 * would keep the process alive. The codes of its errors are those of lambda/sdk/advice.ts.
 */
const answeredInTime = async (
  agent: HttpsProxyAgent<string> | HttpProxyAgent<string>,
  patience: number,
  connect: () => Promise<Socket>,
): Promise<Socket> => {
  const { proxy } = agent;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), patience);
  agent.connectOpts = { ...agent.connectOpts, signal: silence.signal };
  try {
    return await connect();
  } catch (error) {
    if (silence.signal.aborted) throw fault('ProxySilence', proxy, `did not answer within ${patience} ms`);
    const code = codeOf(error);
    if (code === undefined) throw fault('ProxySilence', proxy, 'closed the connection before it answered');
    throw NO_ANSWER.has(code) ? fault('ProxySilence', proxy, `did not answer (${code})`) : error;
  } finally {
    clearTimeout(timer);
  }
};

const refusal = (proxy: URL, status: number, host: string): Error =>
  status === 407
    ? fault('ProxyPassword', proxy, 'wants a name and a password (HTTP 407)')
    : fault('ProxyRefusal', proxy, `refused to connect to ${host} (HTTP ${status})`);

/** Names the proxy without its password. */
const fault = (code: string, { protocol, host }: URL, what: string): Error =>
  Object.assign(new Error(`the proxy ${protocol}//${host} ${what}`), { code });
