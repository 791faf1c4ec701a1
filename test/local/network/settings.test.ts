import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { createS3Client } from '../../../lambda/lake/s3/client';
import { createS3Lake } from '../../../lambda/lake/s3/s3-lake';
import { run } from '../../../lambda/run';
import { callerAccount } from '../../../lambda/source/aws/caller-account';
import { createAwsSource } from '../../../lambda/source/aws/source';
import { collectCommand } from '../../../local/command-line/collect-command';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';
import { openNetwork } from '../../../local/network/network';
import { homeRegion } from '../../../local/network/region';
import { sampleAccount } from '../../../local/sample-account/sample-account';
import { FakeProxy } from '../../fakes/network/fake-proxy';
import { refused } from '../../fakes/s3/fates';
import { S3Server } from '../../fakes/s3/server';
import { BUCKET } from '../../fakes/s3/service';
import { recordedOutput } from '../demo/recorded-output';

const KEYS = { AWS_ACCESS_KEY_ID: 'sample', AWS_SECRET_ACCESS_KEY: 'sample' };

let folder: string;
let aws: FakeImageBuilder;
let s3: S3Server;
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  aws = await startFakeImageBuilder(sampleAccount());
  s3 = await S3Server.start();
  environment = { ...process.env };
  for (const name of Object.keys(process.env)) if (/^AWS_|_proxy$/i.test(name)) delete process.env[name];
  useFiles('');
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
});

afterEach(async () => {
  process.env = environment;
  await s3.stop();
  await aws.close();
  rmSync(folder, { recursive: true });
});

/** The SDK reads a file once: each test has one of its own. */
const useFiles = (config: string): void => {
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(join(folder, 'credentials'), '');
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  });
};

const useFakes = (): void => {
  Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_S3: s3.url });
};

const collect = async (variables: Readonly<Record<string, string>>, ...argv: readonly string[]) => {
  Object.assign(process.env, variables);
  const [out, err] = [recordedOutput(), recordedOutput()];
  const status = await collectCommand(['--lake', `s3://${BUCKET}`, ...argv], {
    out,
    err,
    clock: systemClock,
    signals: { listen: () => () => undefined, exit: () => undefined },
    openNetwork,
    callerAccount,
    createSource: (access) => createAwsSource({ access }),
    openFilesLimit: undefined,
    run,
  });
  return { status, err: err.text().replaceAll(/\s+/g, ' ') };
};

describe('a setting that cannot be used is named, and the credentials are not blamed', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a session token with a newline', { ...KEYS, AWS_SESSION_TOKEN: 'one\ntwo' }, 'a newline: copy it again'],
    ['a mode that is none', { ...KEYS, AWS_DEFAULTS_MODE: 'bogus' }, 'AWS_DEFAULTS_MODE, or defaults_mode of the'],
    [
      'an endpoint without a scheme',
      { ...KEYS, AWS_ENDPOINT_URL: 'localhost:4566' },
      'is "localhost:4566", which is no URL of http or https',
    ],
    [
      'an endpoint of Account',
      { ...KEYS, AWS_ENDPOINT_URL_ACCOUNT: 'localhost:1' },
      'is "localhost:1", which is no URL of http or https',
    ],
    [
      'an endpoint of Image Builder',
      { ...KEYS, AWS_ENDPOINT_URL_IMAGEBUILDER: 'localhost:1' },
      'is "localhost:1", which is no URL of http or https',
    ],
    [
      'an endpoint that is a host',
      { ...KEYS, AWS_ENDPOINT_URL: '127.0.0.1' },
      'is "127.0.0.1", which is no URL of http or https',
    ],
    ['an Availability Zone', { ...KEYS, AWS_REGION: 'us-east-1a' }, 'an Availability Zone of the Region us-east-1'],
    ['a Region that is none', { ...KEYS, AWS_REGION: 'Ireland' }, 'no Region is called so. Name a Region'],
    ['a profile that is none', { AWS_PROFILE: 'nobody' }, 'AWS_PROFILE is "nobody", which neither'],
  ])('%s', async (_, variables, text) => {
    useFakes();
    const { status, err } = await collect(variables);
    expect(err).toContain(text);
    expect(err).not.toMatch(/credentials that work|fault of the program/);
    expect(status).toBe(1);
    expect(s3.bucket.keys()).toEqual([]);
  });

  it('and the profiles that there are', async () => {
    useFiles('[profile one]\nregion = eu-west-1\n[profile two]\nregion = eu-west-1\n[sso-session three]\n');
    expect((await collect({ AWS_PROFILE: 'nobody' })).err).toContain('There are one, two');
  });

  it('an endpoint of S3 alone, in the profile', async () => {
    useFiles('[default]\nservices = mine\n[services mine]\ns3 =\n  endpoint_url = localhost:9000\n');
    const { err } = await collect({ ...KEYS, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_STS: aws.url });
    expect(err).toContain('is "localhost:9000", which is no URL of http or https');
  });
});

describe('the Region of calls that belong to none', () => {
  it.each<[string | undefined, Readonly<Record<string, string>>, readonly string[]]>([
    ['eu-west-1', { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' }, []],
    ['us-gov-west-1', { AWS_DEFAULT_REGION: 'us-gov-west-1' }, []],
    ['eu-west-1', { AWS_REGION: 'eu-west-1' }, ['eu-south-1']],
    ['us-gov-west-1', {}, ['us-gov-west-1', 'us-gov-east-1']],
    ['cn-north-1', { AWS_REGION: 'eu-west-1' }, ['cn-north-1']],
    [undefined, {}, ['eu-west-1']],
    [undefined, {}, []],
  ])('is %s with %j, asked for %j', async (expected, variables, asked) => {
    Object.assign(process.env, variables);
    await expect(homeRegion(asked)).resolves.toBe(expected);
  });

  it.each([
    [['--region', 'us-gov-west-1'], {}, 'sts.us-gov-west-1.amazonaws.com:443'],
    [['--region', 'cn-north-1'], {}, 'sts.cn-north-1.amazonaws.com.cn:443'],
    [[], { AWS_DEFAULT_REGION: 'us-gov-west-1' }, 'sts.us-gov-west-1.amazonaws.com:443'],
  ])('is where STS is asked: %j with %j', async (argv, variables, host) => {
    const proxy = await FakeProxy.start(1);
    proxy.temper = 'refuses';
    await collect({ ...KEYS, ...variables, HTTPS_PROXY: `http://${proxy.host}` }, ...argv);
    await proxy.stop();
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${host}`]));
  });
});

describe('the Region that a bucket is looked for in', () => {
  const signedFor = () => new Set(s3.requests.map(({ headers }) => headers['authorization']?.split('/')[2]));

  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['eu-west-1', ['--region', 'eu-west-1', '--region', 'us-east-1'], {}],
    ['us-east-1', [], {}],
    ['eu-central-1', ['--region', 'eu-west-1'], { AWS_REGION: 'eu-central-1' }],
  ])('is %s for collect %j with %j', async (expected, argv, variables) => {
    const { status, err } = await collect(
      { ...KEYS, ...variables, AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_S3: s3.url },
      ...argv,
    );
    expect([status, err]).toEqual([0, expect.stringContaining('Committed')]);
    expect(signedFor()).toEqual(new Set([expected]));
  });

  it('is to be named where S3 says that the bucket is elsewhere', async () => {
    s3.nextOf(/^GET /, refused(301, 'PermanentRedirect'));
    const { status, err } = await collect({ ...KEYS, AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_S3: s3.url });
    expect([status, err]).toEqual([1, expect.stringContaining("Set AWS_REGION to the bucket's Region")]);
  });

  it('is found for a query too', async () => {
    await expect(openNetwork()).resolves.toMatchObject({ region: undefined, bucketRegion: 'us-east-1' });
  });
});

describe('an endpoint of S3', () => {
  it.each([
    ['the profile', (url: string) => `endpoint_url = ${url}\n`],
    ['its services', (url: string) => `services = mine\n[services mine]\ns3 =\n  endpoint_url = ${url}\n`],
  ])('of %s has its buckets addressed by path', async (_, textOf) => {
    const url = s3.url.replace('127.0.0.1', 'localhost');
    useFiles(`[profile lake]\nregion = eu-west-1\naws_access_key_id = a\naws_secret_access_key = b\n${textOf(url)}`);
    process.env['AWS_PROFILE'] = 'lake';
    const client = createS3Client({ access: await openNetwork() });
    const lake = createS3Lake({ bucket: BUCKET, client });
    await expect(lake.peek('some/key')).resolves.toEqual({ answer: 'missing', deleted: false });
    expect(s3.requests).toMatchObject([{ bucket: BUCKET, key: 'some/key' }]);
    client.destroy();
  });
});

describe('the credentials of a run', () => {
  /** Prints credentials once, as with a code that is good for once; each call adds a letter to a file. */
  const onceOnly = (): string => {
    const program = join(folder, 'once.cjs');
    writeFileSync(
      program,
      `const fs = require('node:fs'); const count = ${JSON.stringify(join(folder, 'count'))};
       fs.appendFileSync(count, 'x');
       if (fs.readFileSync(count, 'utf8').length > 1) { console.error('this code was used'); process.exit(1); }
       console.log(JSON.stringify({ Version: 1, AccessKeyId: 'sample', SecretAccessKey: 'sample' }));`,
    );
    return `${process.execPath} ${program}`;
  };

  it('are fetched once, for STS, Account, Image Builder and S3', async () => {
    useFakes();
    useFiles(`[profile once]\ncredential_process = ${onceOnly()}\n`);
    const { status, err } = await collect({ AWS_PROFILE: 'once' });
    expect([status, err]).toEqual([0, expect.any(String)]);
    expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('x');
  });

  it.each([
    ['a command that fails', 'credential_process = false\n', 'Run the command of credential_process by itself'],
    [
      'a second factor',
      'role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n' +
        '[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n',
      'Get a session with it first',
    ],
    [
      'a sign-in that is none',
      'sso_start_url = https://example.com\nsso_account_id = 111122223333\nsso_region = eu-west-1\nsso_role_name = x\n',
      'Sign in again: aws sso login',
    ],
  ])('that cannot be had publish nothing, and say what it is: %s', async (_, text, advice) => {
    useFakes();
    useFiles(`[profile mine]\n${text}`);
    const { status, err } = await collect({ AWS_PROFILE: 'mine' });
    expect(err).toContain(advice);
    expect(status).toBe(1);
    expect(s3.bucket.keys()).toEqual([]);
  });

  it('of a role are asked of STS through the proxy too', async () => {
    const proxy = await FakeProxy.start(1);
    proxy.temper = 'refuses';
    useFiles(
      '[profile role]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = keys\n' +
        '[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n',
    );
    const { err } = await collect({ AWS_PROFILE: 'role', HTTPS_PROXY: `http://${proxy.host}` });
    await proxy.stop();
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT sts.eu-west-1.amazonaws.com:443']));
    expect(err).toContain('Let the proxy connect to this host');
  });
});
