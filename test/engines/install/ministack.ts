import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeCertificate } from './certificate';
import { freePort } from './free-port';
import { EngineError, installAnew, pythonPackage } from './installation';
import { node24 } from './node-24';
import { step } from './step';

const VERSION = '1.5.33';
const START = join(__dirname, 'start-ministack.py');
const PATIENCE_SECONDS = 60;

export interface MiniStackOptions {
  /** Whether signatures and policies are enforced, which bucket policies that demand TLS make impossible without it. */
  readonly enforced?: boolean;
}

export interface MiniStack {
  readonly endpoint: string;
  readonly region: string;
  /** Of the root of an account: it may do everything. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly accountId: string;
  /** The PEM of its certificate, where it is served over TLS. */
  readonly certificate: string | undefined;
  /** What a program that uses the SDK, or the CDK, is to have in its environment, and nothing else of AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it said so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts MiniStack 1.5.33 on a free port of loopback, installing it where it is missing, with state of its own.
 *
 * @throws EngineError
 */
export const startMiniStack = async ({ enforced = false }: MiniStackOptions = {}): Promise<MiniStack> => {
  const [packages, node, port] = await Promise.all([pythonPackage('ministack', VERSION), node24(), freePort()]);
  return step(`start MiniStack ${VERSION}${enforced ? ', policies enforced' : ''}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ministack-'));
    const made = enforced ? await makeCertificate(folder) : undefined;
    const trust = made === undefined ? {} : trusting(made.certificate);
    const secured = made && {
      AUTH: 'true',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: made.certificate,
      MINISTACK_SSL_KEY: made.key,
    };
    const child = start(folder, {
      PYTHONPATH: packages,
      // The runtime of its functions is the first node that it finds.
      PATH: [dirname(node), process.env['PATH']].join(delimiter),
      GATEWAY_PORT: String(port),
      ...trust,
      ...secured,
    });
    const log = () => readFile(join(folder, 'log'), 'utf8');
    const stop = async (): Promise<void> => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    };
    try {
      await listening(child, port, async () => `${await log()}\n${installAnew(packages)}`);
    } catch (error) {
      await stop();
      throw error;
    }
    const endpoint = `${enforced ? 'https' : 'http'}://127.0.0.1:${port}`;
    const environment = { ...ROOT, AWS_ENDPOINT_URL: endpoint, ...trust };
    return { ...IDENTITY, endpoint, certificate: made?.certificate, environment, log, stop };
  });
};

/** An access key of 12 digits is that of the root of the account of that number. */
const ACCOUNT = '111122223333';

const IDENTITY = {
  region: 'eu-west-1',
  accountId: ACCOUNT,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
} as const;

const ROOT = {
  AWS_ACCESS_KEY_ID: ACCOUNT,
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: IDENTITY.region,
  AWS_DEFAULT_REGION: IDENTITY.region,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
} as const;

const trusting = (certificate: string): Readonly<Record<string, string>> => ({
  AWS_CA_BUNDLE: certificate,
  NODE_EXTRA_CA_CERTS: certificate,
  REQUESTS_CA_BUNDLE: certificate,
  SSL_CERT_FILE: certificate,
});

/** In a process group of its own: the runtimes of its functions go with it. */
const start = (folder: string, environment: Readonly<Record<string, string>>): ChildProcess => {
  const log = openSync(join(folder, 'log'), 'a');
  return spawn('python3', [START], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', log, log],
    env: {
      HOME: folder,
      TMPDIR: folder,
      S3_DATA_DIR: join(folder, 's3'),
      STATE_DIR: join(folder, 'state'),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: IDENTITY.region,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LOG_LEVEL: 'WARNING',
      ...environment,
    },
  });
};

const listening = async (child: ChildProcess, port: number, reason: () => Promise<string>): Promise<void> => {
  const last = performance.now() + PATIENCE_SECONDS * 1000;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.pid === undefined || performance.now() > last)
      throw new EngineError(`MiniStack ${VERSION} does not start (status ${child.exitCode}): ${await reason()}`);
    await pause(50);
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const end = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
};
