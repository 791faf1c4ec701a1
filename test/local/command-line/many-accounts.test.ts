import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { SNAPSHOT_KEY } from '../../../lambda/contract/layout';
import { run } from '../../../lambda/run';
import { type AwsSource, createAwsSource } from '../../../lambda/source/aws/source';
import { collectCommand } from '../../../local/command-line/collect-command';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { definition } from '../../fakes/account';
import { accountIn, json, OrganizationServer, session, stsError } from '../../fakes/organization-server';
import { recordedOutput } from '../demo/recorded-output';

const OWN = '210000000001';
const A = '210000000002';
const B = '210000000003';
const ENVIRONMENT = { ...process.env };

let server: OrganizationServer;
let sources: AwsSource[];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'many-'));
  sources = [];
  server = await OrganizationServer.start(
    [OWN, A, B].map((id) => {
      const account = new FakeAccount(id, ['eu-west-1']);
      account.region('eu-west-1').create(definition('web'));
      return account;
    }),
  );
  server.organization.set('ListAccounts', [
    json({ Accounts: [OWN, A].map((Id) => ({ Id, State: 'ACTIVE' })), NextToken: 'more' }),
    json({
      Accounts: [
        { Id: B, State: 'ACTIVE' },
        { Id: '210000000009', State: 'CLOSED', Status: 'SUSPENDED' },
      ],
    }),
  ]);
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_ENDPOINT_URL: server.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  delete process.env['AWS_PROFILE'];
  delete process.env['AWS_SESSION_TOKEN'];
});

afterEach(async () => {
  for (const source of sources) source.close();
  await server.stop();
  process.env = { ...ENVIRONMENT };
  await rm(folder, { recursive: true });
});

const collect = async (...argv: readonly string[]) => {
  const [out, err] = [recordedOutput(), recordedOutput()];
  const status = await collectCommand(['--lake', join(folder, 'lake'), ...argv], {
    out,
    err,
    clock: systemClock,
    signals: { listen: () => () => undefined, exit: () => undefined },
    openNetwork: async () => ({}),
    callerAccount: async () => OWN,
    createSource: (access, members) => {
      const source = createAwsSource({ access, members });
      sources.push(source);
      return source;
    },
    openFilesLimit: undefined,
    run,
  });
  return { status, out: out.text(), err: err.text() };
};

const accountsInLake = async () => {
  const lines = gunzipSync(await readFile(join(folder, 'lake', SNAPSHOT_KEY))).toString('utf8');
  return lines.match(/(?<="account_id":")\d+/g);
};

describe('npm run collect', () => {
  it('collects the organization into a lake: its own account with its own credentials, the others by their role', async () => {
    const { status, out } = await collect('--organization', '--role-name', 'workflow-lake/member');
    expect({ status, out }).toEqual({ status: 0, out: expect.stringContaining('3 workflow builds in 3 targets') });
    expect(await accountsInLake()).toEqual([OWN, A, B]);
    expect(server.callsOf('AssumeRole')).toHaveLength(2);
  });

  it('says which account it could not open and what to do, keeps its rows and reads the others', async () => {
    await collect('--organization', '--role-name', 'member', '--scheduled-time', '2026-11-21T06:00:00Z');
    server.calls.length = 0;
    server.assumeRole = (parameters) =>
      accountIn(parameters) === A
        ? stsError(403, 'AccessDenied', 'User: me is not authorized to perform: sts:AssumeRole on resource: role')
        : session(accountIn(parameters));
    const { status, out } = await collect('--organization', '--role-name', 'member');
    expect(status).toBe(3);
    expect(out).toContain(`${A} *: denied (AccessDenied), 1 build kept as of 2026-11-21T06:00:00Z`);
    expect(out).toContain('Either there is no such role in that account');
    expect(await accountsInLake()).toEqual([OWN, A, B]);
  });

  it('writes nothing where a page of the organization is refused', async () => {
    server.organization.set('ListAccounts', [
      json({ Accounts: [{ Id: OWN, State: 'ACTIVE' }], NextToken: 'more' }),
      json({ __type: 'AccessDeniedException', Message: 'You may not do this.' }, 400),
    ]);
    const { status, err } = await collect('--organization', '--role-name', 'member');
    expect(status).toBe(1);
    expect(err.replaceAll(/\s+/g, ' ')).toContain('the accounts of the organization cannot be listed (AccessDenied');
    await expect(accountsInLake()).rejects.toThrow('ENOENT');
  });
});
