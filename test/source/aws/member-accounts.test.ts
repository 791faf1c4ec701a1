import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../lambda/clock';
import { forEachAtMost } from '../../../lambda/pool';
import type { Members } from '../../../lambda/source/aws/member-accounts';
import { type AwsSource, type AwsSourceOptions, createAwsSource } from '../../../lambda/source/aws/source';
import type { CallEvent } from '../../../lambda/source/call-event';
import type { Answer } from '../../../local/fake-image-builder/answer';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import { definition } from '../../fakes/account';
import { json, OrganizationServer, session, stsError, xml } from '../../fakes/organization-server';
import { at } from '../../fakes/scheduled-time';

const OWN = '210000000001';
const A = '210000000002';
const B = '210000000003';
const MEMBERS: Members = {
  accountId: OWN,
  memberRole: 'workflow-lake/member',
  scheduledTime: at('2026-11-26T06:00:00Z'),
};

const ENVIRONMENT = { ...process.env };

let server: OrganizationServer;
let sources: AwsSource[];
let abort: AbortController;

beforeEach(async () => {
  sources = [];
  abort = new AbortController();
  server = await OrganizationServer.start(
    [OWN, A, B].map((id, index) => {
      const region = ['us-east-1', 'eu-west-1', 'me-central-1'][index] ?? '';
      const account = new FakeAccount(id, [region]);
      account.region(region).create(definition(`of-${id}`));
      return account;
    }),
  );
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'me-central-1',
    AWS_ENDPOINT_URL: server.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  delete process.env['AWS_PROFILE'];
  delete process.env['AWS_SESSION_TOKEN'];
});

afterEach(async () => {
  for (const source of sources) source.close();
  await server.stop();
  process.env = { ...ENVIRONMENT };
});

/** Gives up soon. */
const IMPATIENT: AwsSourceOptions = { patience: { throttled: 100, unavailable: 100, unresolved: 100 } };

const sourceOf = (members: Partial<Members> = {}, options: AwsSourceOptions = {}): AwsSource => {
  const source = createAwsSource({ random: () => 0, members: { ...MEMBERS, ...members }, ...options });
  sources.push(source);
  return source;
};

const namesIn = async (source: AwsSource, accountId: string, region: string) =>
  (await source.imageBuilder({ accountId, region }, abort.signal).listWorkflowBuildVersions({})).items.map(
    ({ name }) => name,
  );

describe('an account of somebody else', () => {
  it('is read with the credentials of its role, and its Regions are its own', async () => {
    const source = sourceOf();
    await source.openAccount(A, abort.signal);
    expect(await source.enabledRegions(A, abort.signal)).toEqual(['eu-west-1']);
    expect(await namesIn(source, A, 'eu-west-1')).toEqual([`of-${A}`]);
    const [assumed] = server.callsOf('AssumeRole');
    expect(Object.fromEntries(new URLSearchParams(assumed?.body))).toEqual({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: `arn:aws:iam::${A}:role/workflow-lake/member`,
      RoleSessionName: 'workflow-lake-20261126T060000Z',
      DurationSeconds: '3600',
    });
    expect(server.calls.map(({ accessKeyId }) => accessKeyId)).toEqual(['AKIAEXAMPLE', A, A]);
  });

  it('is asked for at the STS of a Region that every account has, never of one that is opted in to', async () => {
    await sourceOf().openAccount(A, abort.signal);
    process.env['AWS_REGION'] = 'cn-northwest-1';
    await sourceOf().openAccount(A, abort.signal);
    expect(server.calls.map(({ region }) => region)).toEqual(['us-east-1', 'cn-north-1']);
    expect(server.calls[1]?.body).toContain(encodeURIComponent(`arn:aws-cn:iam::${A}:role/`));
  });

  it('is told the external ID, where there is one', async () => {
    await sourceOf({ externalId: 'open:sesame' }).openAccount(A, abort.signal);
    expect(new URLSearchParams(server.calls[0]?.body).get('ExternalId')).toBe('open:sesame');
  });

  it('costs one AssumeRole, however many Regions are read, and a new one shortly before its hour ends', async () => {
    let now = Date.now();
    const clock: Clock = { now: () => now, monotonic: () => now, wakeAt: () => () => undefined };
    server.assumeRole = (_, calls) => session(A, 60 * calls);
    const source = sourceOf({}, { clock });
    await source.openAccount(A, abort.signal);
    await forEachAtMost(8, [...Array(12).keys()], async () => {
      await namesIn(source, A, 'eu-west-1');
    });
    expect(server.callsOf('AssumeRole')).toHaveLength(1);
    now += 51 * 60_000;
    await forEachAtMost(8, [...Array(12).keys()], async () => {
      await namesIn(source, A, 'eu-west-1');
    });
    expect(server.callsOf('AssumeRole')).toHaveLength(2);
  });
});

describe('a session that ends while the account is read', () => {
  let now: number;
  const clock: Clock = { now: () => now, monotonic: () => now, wakeAt: () => () => undefined };

  const openedSource = async (refusal: Answer): Promise<AwsSource> => {
    now = Date.now();
    server.assumeRole = (_, calls) => (calls === 1 ? session(A) : refusal);
    const source = sourceOf({}, { clock });
    await source.openAccount(A, abort.signal);
    return source;
  };

  it.each([
    ['InvalidClientTokenId', 403, 'denied'],
    ['AccessDenied', 403, 'denied'],
    ['ValidationError', 400, 'invalid_response'],
  ])(
    'and that STS refuses with %s to renew is not asked for again, and no Region is to blame',
    async (code, status, reason) => {
      const source = await openedSource(stsError(status, code, 'No.'));
      now += 61 * 60_000;
      await expect(namesIn(source, A, 'eu-west-1')).rejects.toMatchObject({ name: 'ReadError', reason, code });
      expect(server.callsOf('AssumeRole')).toHaveLength(2);
    },
  );

  it('is used to its end where STS does not renew it', async () => {
    const source = await openedSource(stsError(403, 'AccessDenied', 'No.'));
    now += 51 * 60_000;
    expect(await namesIn(source, A, 'eu-west-1')).toEqual([`of-${A}`]);
    server.assumeRole = () => session(A, 120);
    now += 10 * 60_000;
    expect(await namesIn(source, A, 'eu-west-1')).toEqual([`of-${A}`]);
  });
});

describe('the collector’s own account', () => {
  it('is read with its own credentials: no role is assumed', async () => {
    const source = sourceOf();
    await source.openAccount(OWN, abort.signal);
    expect(await source.enabledRegions(OWN, abort.signal)).toEqual(['us-east-1']);
    expect(await namesIn(source, OWN, 'us-east-1')).toEqual([`of-${OWN}`]);
    expect(server.callsOf('AssumeRole')).toEqual([]);
  });
});

describe('an account that cannot be opened', () => {
  const NO = 'User: x is not authorized to perform: sts:AssumeRole on resource: y';

  it.each<[string, Answer, string, string]>([
    ['its role refuses', stsError(403, 'AccessDenied', NO), 'denied', 'AccessDenied'],
    ['its STS is off', stsError(403, 'RegionDisabledException', 'STS is off'), 'denied', 'RegionDisabledException'],
    ['STS throttles', stsError(400, 'Throttling', 'Rate exceeded'), 'throttled', 'Throttling'],
    ['STS fails', stsError(500, 'InternalFailure', 'oops'), 'unavailable', 'InternalFailure'],
    ['STS answers with nothing', xml(200, ''), 'invalid_response', 'UnusableAnswer'],
    ['a proxy answers', xml(200, '<html><body>hello</body></html>'), 'invalid_response', 'UnusableAnswer'],
    ['the answer is no XML', xml(200, 'hello'), 'invalid_response', 'UnusableAnswer'],
    [
      'the session has no token',
      xml(200, session(A).body.replace(/<SessionToken>.*<\/SessionToken>/, '')),
      'invalid_response',
      'UnusableAnswer',
    ],
    [
      'the session ends at no time',
      xml(200, session(A).body.replace(/<Expiration>.*<\/Expiration>/, '<Expiration>soon</Expiration>')),
      'invalid_response',
      'UnusableAnswer',
    ],
    ['the session of the caller has ended', stsError(403, 'ExpiredToken', 'expired'), 'denied', 'ExpiredToken'],
  ])('because %s is an outcome of its own', async (_, answer, reason, code) => {
    server.assumeRole = () => answer;
    const opened = sourceOf({}, IMPATIENT).openAccount(A, abort.signal);
    await expect(opened).rejects.toMatchObject({ name: 'ReadError', reason, code });
  });

  it('because it denies is not asked again', async () => {
    server.assumeRole = () => stsError(403, 'AccessDenied', NO);
    await expect(sourceOf().openAccount(A, abort.signal)).rejects.toMatchObject({ message: NO });
    expect(server.calls).toHaveLength(1);
  });

  it('because STS is busy is asked again', async () => {
    server.assumeRole = (_, calls) => (calls === 1 ? stsError(400, 'Throttling', 'Rate exceeded') : session(A));
    await expect(sourceOf().openAccount(A, abort.signal)).resolves.toBeUndefined();
  });

  it('because STS is busy is told of, as the requests to all its services are', async () => {
    const reported: CallEvent[] = [];
    server.assumeRole = (_, calls) => (calls === 1 ? stsError(400, 'Throttling', 'Rate exceeded') : session(A));
    const source = sourceOf({}, { reportCall: (event) => reported.push(event) });
    await source.openAccount(A, abort.signal);
    await source.enabledRegions(A, abort.signal);
    await namesIn(source, A, 'eu-west-1');
    expect(server.calls.map(({ action }) => action)).toHaveLength(4);
    expect(reported).toEqual(['sent', 'throttled', 'sent', 'sent', 'sent']);
  });

  it('leaves its neighbours alone', async () => {
    server.assumeRole = (parameters) =>
      parameters.get('RoleArn')?.includes(A) ? stsError(403, 'AccessDenied', NO) : session(B);
    const source = sourceOf();
    await expect(source.openAccount(A, abort.signal)).rejects.toMatchObject({ reason: 'denied' });
    await source.openAccount(B, abort.signal);
    expect(await namesIn(source, B, 'me-central-1')).toEqual([`of-${B}`]);
  });

  it('is given up at the deadline', async () => {
    server.assumeRole = () => {
      setTimeout(() => abort.abort(), 20);
      return undefined;
    };
    await expect(sourceOf().openAccount(A, abort.signal)).rejects.toMatchObject({ reason: 'timed_out' });
  });
});

describe('the run fails, and not a thousand accounts', () => {
  it.each([
    ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
    [
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    ],
  ])('where STS answers %s: no account is to blame', async (code, message) => {
    server.assumeRole = () => stsError(code === 'ValidationError' ? 400 : 403, code, message);
    await expect(sourceOf().openAccount(A, abort.signal)).rejects.toMatchObject({ name: 'PlanError' });
  });
});

describe('the organization', () => {
  const PAGES = [
    json({
      Accounts: [
        {
          Id: OWN,
          Arn: `arn:aws:organizations::${OWN}:account/o-lakefake01/${OWN}`,
          Email: 'root@corp.example',
          Name: 'payer',
          Status: 'ACTIVE',
          State: 'ACTIVE',
          Paths: [`o-lakefake01/r-l4ke/${OWN}/`],
          JoinedMethod: 'INVITED',
          JoinedTimestamp: 1700000000.5,
        },
        { Id: A, State: 'ACTIVE', Paths: [`o-lakefake01/r-l4ke/ou-l4ke-aaaa0001/ou-l4ke-bbbb0002/${A}/`] },
      ],
      NextToken: 'p2',
    }),
    json({ Accounts: [], NextToken: 'p3' }),
    json({
      Accounts: [
        { Id: B, Status: 'SUSPENDED' },
        { Id: A, State: 'ACTIVE' },
      ],
    }),
  ];

  const list = (members: Partial<Members> = {}) => sourceOf(members).organization.listAccounts(abort.signal);

  it('is listed to the end: an empty page with a token is not the last', async () => {
    server.organization.set('ListAccounts', PAGES);
    expect(await list()).toEqual([
      { id: OWN, state: 'ACTIVE', paths: [`o-lakefake01/r-l4ke/${OWN}/`] },
      { id: A, state: 'ACTIVE', paths: [] },
      { id: B, state: 'SUSPENDED', paths: [] },
    ]);
    expect(server.calls.map(({ body }) => JSON.parse(body))).toEqual([{}, { NextToken: 'p2' }, { NextToken: 'p3' }]);
    expect(server.calls.every(({ accessKeyId }) => accessKeyId === 'AKIAEXAMPLE')).toBe(true);
  });

  it('is listed by a role of another account, where one is named', async () => {
    server.organization.set('ListAccounts', PAGES);
    const organizationRole = `arn:aws:iam::${B}:role/lister`;
    await list({ organizationRole, externalId: 'for-members-only' });
    const [assumed] = server.callsOf('AssumeRole');
    expect(new URLSearchParams(assumed?.body).get('RoleArn')).toBe(organizationRole);
    expect(server.callsOf('ListAccounts').every(({ accessKeyId }) => accessKeyId === B)).toBe(true);
  });

  it('is asked again where it throttles, with HTTP 400', async () => {
    const slow = json({ __type: 'TooManyRequestsException', Type: 'RATE_EXCEEDED', Message: 'Slow down.' }, 400);
    server.organization.set('ListAccounts', [slow, ...PAGES]);
    expect(await list()).toHaveLength(3);
  });

  it('is listed again from the start, once, where a token has expired', async () => {
    const bad = json({ __type: 'InvalidInputException', Message: 'Bad token.', Reason: 'INVALID_NEXT_TOKEN' }, 400);
    server.organization.set('ListAccounts', [PAGES[0] ?? bad, bad, ...PAGES]);
    expect(await list()).toHaveLength(3);
    server.calls.length = 0;
    server.organization.set('ListAccounts', [bad]);
    await expect(list()).rejects.toMatchObject({ code: 'InvalidInputException' });
    expect(server.calls).toHaveLength(2);
  });

  it.each<[string, readonly Answer[]]>([
    [
      'its second page is denied',
      [PAGES[0] ?? json({}), json({ __type: 'AccessDeniedException', Message: 'No.' }, 400)],
    ],
    ['a page is an empty body', [xml(200, '')]],
    ['a page has no list', [json({})]],
    ['a page is a list', [json([])]],
    ['an Id is a number', [json({ Accounts: [{ Id: 210000000001 }] })]],
    ['an Id has not 12 digits', [json({ Accounts: [{ Id: '21' }] })]],
    ['its pages never end', [json({ Accounts: [], NextToken: 'again' })]],
  ])('is not taken for a smaller one where %s', async (_, answers) => {
    server.organization.set('ListAccounts', answers);
    await expect(list()).rejects.toMatchObject({ name: 'ReadError' });
  });

  it('is walked from a unit downwards', async () => {
    server.organization.set('ListAccountsForParent', [
      json({ Accounts: [{ Id: A, State: 'ACTIVE' }] }),
      json({ Accounts: [{ Id: B, State: 'ACTIVE' }] }),
    ]);
    server.organization.set('ListOrganizationalUnitsForParent', [
      json({ OrganizationalUnits: [{ Id: 'ou-l4ke-bbbb0002' }] }),
      json({ OrganizationalUnits: [] }),
    ]);
    const under = await sourceOf().organization.listAccountsUnder('ou-l4ke-aaaa0001', abort.signal);
    expect(under).toEqual([A, B]);
    expect(server.calls.map(({ body }) => JSON.parse(body).ParentId)).toEqual([
      'ou-l4ke-aaaa0001',
      'ou-l4ke-aaaa0001',
      'ou-l4ke-bbbb0002',
      'ou-l4ke-bbbb0002',
    ]);
  });

  it('says that there is no such unit', async () => {
    const none = json({ __type: 'ParentNotFoundException', Message: 'No such parent.' }, 400);
    server.organization.set('ListAccountsForParent', [none]);
    const walked = sourceOf().organization.listAccountsUnder('ou-l4ke-aaaa0001', abort.signal);
    await expect(walked).rejects.toMatchObject({ code: 'ParentNotFoundException' });
  });
});
