import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import { run } from '../../../lambda/run';
import { callerAccount } from '../../../lambda/source/aws/caller-account';
import { createAwsSource } from '../../../lambda/source/aws/source';
import { collectCommand } from '../../../local/command-line/collect-command';
import { queryCommand } from '../../../local/command-line/query-command';
import { makeScratch } from '../../../local/command-line/scratch';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { openNetwork } from '../../../local/network/network';
import { sampleAccount } from '../../../local/sample-account/sample-account';
import { type CertificateAuthority, makeCertificateAuthority } from '../../fakes/network/certificate-authority';
import { FakeProxy } from '../../fakes/network/fake-proxy';
import { TlsFront } from '../../fakes/network/tls-front';
import { S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { recordedOutput } from '../demo/recorded-output';

const HOSTS = [
  'CONNECT account.us-east-1.amazonaws.com:443',
  'CONNECT imagebuilder.ap-southeast-2.amazonaws.com:443',
  'CONNECT imagebuilder.eu-west-1.amazonaws.com:443',
  'CONNECT imagebuilder.us-east-1.amazonaws.com:443',
  `CONNECT ${BUCKET}.s3.eu-west-1.amazonaws.com:443`,
  'CONNECT sts.eu-west-1.amazonaws.com:443',
];

let folder: string;
let authority: CertificateAuthority;
let aws: FakeImageBuilder;
let s3: S3Server;
let front: TlsFront;
let proxy: FakeProxy;
let environment: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'network-'));
  authority = makeCertificateAuthority(folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  aws = await startFakeImageBuilder(sampleAccount());
  s3 = await S3Server.start();
  front = await TlsFront.start(authority.server, { s3: s3.url, aws: aws.url });
  proxy = await FakeProxy.start(front.port);
  environment = { ...process.env };
  for (const name of Object.keys(process.env)) if (/^AWS_|_proxy$/i.test(name)) delete process.env[name];
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'sample',
    AWS_SECRET_ACCESS_KEY: 'sample',
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

afterEach(async () => {
  process.env = environment;
  await proxy.stop();
  await front.stop();
  await s3.stop();
  await aws.close();
});

const nobody = { listen: () => () => undefined, exit: () => undefined };

const collect = async (variables: Readonly<Record<string, string>>, ...argv: readonly string[]) => {
  Object.assign(process.env, variables);
  const [out, err] = [recordedOutput(), recordedOutput()];
  const status = await collectCommand(['--lake', `s3://${BUCKET}`, ...argv], {
    out,
    err,
    clock: systemClock,
    signals: nobody,
    openNetwork,
    callerAccount,
    createSource: (access) => createAwsSource({ access }),
    openFilesLimit: undefined,
    run,
  });
  return { status, out: out.text(), err: err.text().replaceAll(/\s+/g, ' ') };
};

const query = async (sql: string) => {
  const [out, err] = [recordedOutput(), recordedOutput()];
  const ports = { out, err, signals: nobody, makeScratch: () => makeScratch(folder), openNetwork, demoLake: undefined };
  const status = await queryCommand(['--lake', `s3://${BUCKET}`, '--json', sql], ports);
  return { status, out: out.text(), err: err.text() };
};

const trusting = () => ({ AWS_CA_BUNDLE: authority.path });

describe('a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])(
    'that %s names leads to STS, Account, Image Builder and S3, to collect and to query',
    async (name) => {
      const { status, err } = await collect({ ...trusting(), [name]: `http://${proxy.host}` });
      expect([status, err]).toEqual([0, expect.not.stringMatching(/STS|s3:/)]);
      expect([...new Set(proxy.asked)].sort()).toEqual(HOSTS);

      proxy.asked.length = 0;
      const { out } = await query('SELECT count(*) AS n FROM aws.imagebuilder_workflow');
      expect(JSON.parse(out)).toEqual([{ n: 20 }]);
      expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${BUCKET}.s3.eu-west-1.amazonaws.com:443`]));
    },
  );

  it('that HTTP_PROXY names is asked for endpoints without TLS', async () => {
    const variables = { HTTP_PROXY: `http://${proxy.host}`, AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_S3: s3.url };
    expect((await collect(variables)).status).toBe(0);
    expect(proxy.asked).toContain(`POST ${aws.url}/`);
    expect(proxy.asked).toContainEqual(expect.stringContaining(`PUT ${s3.url}/${BUCKET}/${SNAPSHOT_KEY}`));
  });

  it.each(['NO_PROXY', 'no_proxy'])('is not asked for a host that %s names', async (name) => {
    const variables = { HTTPS_PROXY: `http://${proxy.host}`, [name]: 'localhost,.example.com' };
    const endpoint = { AWS_ENDPOINT_URL: `https://localhost:${front.port}` };
    expect((await collect({ ...trusting(), ...variables, ...endpoint })).status).toBe(0);
    expect(proxy.asked).toEqual([]);
    expect(new Set(front.hosts)).toEqual(new Set([`localhost:${front.port}`]));
  });

  it('gets the name and the password that it wants', async () => {
    proxy.temper = { wants: 'me:pass word' };
    const { status, err } = await collect({ ...trusting(), HTTPS_PROXY: `http://me:pass%20word@${proxy.host}` });
    expect([status, err]).toEqual([0, expect.not.stringMatching(/STS|s3:/)]);
  });

  it.each([
    ['wants another password', { wants: 'me:x' }, 'wants a name and a password (HTTP 407)). Write the name and the'],
    ['refuses', 'refuses', 'refused to connect to sts.eu-west-1.amazonaws.com:443 (HTTP 403)). Let the proxy connect'],
    ['closes the connection', 'closes', 'closed the connection before it answered). Set HTTPS_PROXY'],
    ['is silent', 'silent', 'did not answer within 1800 ms). Set HTTPS_PROXY (or ALL_PROXY) to a proxy that is up'],
  ] as const)('that %s is named with what to do, and nothing is published', async (_, temper, text) => {
    proxy.temper = temper;
    const { status, err } = await collect({ ...trusting(), HTTPS_PROXY: `http://me:hunter2@${proxy.host}` });
    expect(status).toBe(1);
    expect(err).toContain(`the proxy http://${proxy.host} ${text}`);
    expect(err).not.toContain('hunter2');
    expect(s3.bucket.keys()).toEqual([]);
  });

  it('that is not there is named with what to do', async () => {
    await proxy.stop();
    const { err } = await collect({ ...trusting(), HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(err).toContain('the proxy http://127.0.0.1:1 did not answer (ECONNREFUSED)). Set HTTPS_PROXY');
    proxy = await FakeProxy.start(front.port);
  });

  it.each(['HTTPS_PROXY', 'ALL_PROXY'])('that %s names without a scheme is spoken to in HTTP', async (name) => {
    const { status, err } = await collect({ ...trusting(), [name]: proxy.host });
    expect([status, err]).toEqual([0, expect.not.stringMatching(/STS|s3:/)]);
    expect([...new Set(proxy.asked)].sort()).toEqual(HOSTS);
  });

  it('that is named with https:// is spoken to in TLS', async () => {
    const { err } = await collect({ ...trusting(), HTTPS_PROXY: 'https://127.0.0.1:1' });
    expect(err).toContain('the proxy https://127.0.0.1:1 did not answer (ECONNREFUSED)');
  });

  it('of a kind that is not known is said to be so', async () => {
    const { err } = await collect({ ...trusting(), ALL_PROXY: 'socks5://127.0.0.1:1080' });
    expect(err).toContain('names a proxy for socks5:. Name a proxy such as http://gateway.example.com:3128');
  });
});

describe('a private certificate authority', () => {
  it('is trusted where the profile names it', async () => {
    const config = join(folder, 'config-ca');
    writeFileSync(config, `[default]\nca_bundle = ${authority.path}\n`);
    const variables = { AWS_CONFIG_FILE: config, AWS_ENDPOINT_URL: `https://localhost:${front.port}` };
    expect((await collect(variables)).status).toBe(0);
  });

  it('that nobody named is not trusted, and the settings that would are named', async () => {
    const { status, err } = await collect({ HTTPS_PROXY: `http://${proxy.host}` });
    expect(status).toBe(1);
    expect(err).toContain('name the PEM file of its authority in AWS_CA_BUNDLE');
    expect(err).not.toContain('credentials that work');
  });

  it.each([
    ['is missing', 'no-such-file.pem', 'ENOENT'],
    ['holds no certificate', 'config-none.pem', 'it holds no certificate in PEM'],
  ])('whose file %s is an error of its own', async (_, name, text) => {
    const path = join(folder, name);
    if (!text.startsWith('ENOENT')) writeFileSync(path, 'nothing');
    const { status, err } = await collect({ AWS_CA_BUNDLE: path });
    expect(status).toBe(1);
    expect(err).toContain(`names a file that cannot be used: ${path}: `);
    expect(err).toContain(text);
  });
});
