import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { sampleAccount } from '../../../local/sample-account/sample-account';
import { useBundledProgram } from '../../bundled-program';
import { type CertificateAuthority, makeCertificateAuthority } from '../../fakes/network/certificate-authority';
import { FakeProxy } from '../../fakes/network/fake-proxy';
import { TlsFront } from '../../fakes/network/tls-front';

const command = useBundledProgram('local/collect.ts');

let folder: string;
let authority: CertificateAuthority;
let aws: FakeImageBuilder;
let front: TlsFront;
let proxy: FakeProxy;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'network-process-'));
  authority = makeCertificateAuthority(folder);
  aws = await startFakeImageBuilder(sampleAccount());
  front = await TlsFront.start(authority.server, { s3: aws.url, aws: aws.url });
  proxy = await FakeProxy.start(front.port);
});

afterEach(async () => {
  await proxy.stop();
  await front.stop();
  await aws.close();
  rmSync(folder, { recursive: true });
});

const collect = (variables: Readonly<Record<string, string>>): Promise<{ status: number; err: string }> =>
  new Promise((done) => {
    const env = {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'sample',
      AWS_SECRET_ACCESS_KEY: 'sample',
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      ...variables,
    };
    const argv = [command(), '--lake', join(folder, 'lake')];
    execFile(process.execPath, argv, { env }, (error, _, err) => {
      done({ status: error === null ? 0 : Number(error.code), err });
    });
  });

describe('npm run collect, as a process', () => {
  it('trusts the authority of NODE_EXTRA_CA_CERTS, through a proxy too', async () => {
    const { status, err } = await collect({
      NODE_EXTRA_CA_CERTS: authority.path,
      HTTPS_PROXY: `http://${proxy.host}`,
    });
    expect([status, err]).toEqual([0, expect.stringContaining('Committed: 20 builds.')]);
    expect(proxy.asked).toContain('CONNECT sts.eu-west-1.amazonaws.com:443');
  });

  it('ends when all is said, though the proxy stays silent', async () => {
    proxy.temper = 'silent';
    const { status, err } = await collect({ HTTPS_PROXY: `http://${proxy.host}` });
    expect([status, err]).toEqual([1, expect.stringContaining('did not answer within')]);
  });

  it('asks the proxy once for each connection, where Node itself is told to use it', async () => {
    const { status, err } = await collect({
      AWS_CA_BUNDLE: authority.path,
      NODE_USE_ENV_PROXY: '1',
      HTTPS_PROXY: `http://${proxy.host}`,
    });
    expect([status, err]).toEqual([0, expect.stringContaining('Committed: 20 builds.')]);
    expect(proxy.asked.filter((asked) => !asked.endsWith('.amazonaws.com:443'))).toEqual([]);
    expect(proxy.asked.filter((asked) => asked.includes('sts.'))).toHaveLength(1);
  });
});
