import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { forEachAtMost } from '../../../lambda/pool';
import { callerAccount } from '../../../lambda/source/aws/caller-account';
import { type AwsSource, type AwsSourceOptions, createAwsSource } from '../../../lambda/source/aws/source';
import type { CallEvent } from '../../../lambda/source/call-event';
import type { ImageBuilder } from '../../../lambda/source/image-builder';
import {
  type Answer,
  closedSocket,
  garbage,
  HostileServer,
  json,
  refusal,
  shortBody,
  silence,
  stall,
  text,
} from '../../fakes/hostile-server';
import { VirtualClock } from '../../fakes/virtual-clock';

const ARN = 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/web/1.0.0/1';
const LIST = json({ workflowSummaryList: [{ arn: ARN }] });

const ENVIRONMENT = { ...process.env };

let server: HostileServer;
let sources: AwsSource[];
let abort: AbortController;

beforeAll(async () => {
  server = await HostileServer.start();
});

afterAll(() => server.stop());

beforeEach(() => {
  sources = [];
  abort = new AbortController();
  server.requests.length = 0;
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_ENDPOINT_URL: server.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  delete process.env['AWS_PROFILE'];
});

afterEach(() => {
  for (const source of sources) source.close();
  process.env = { ...ENVIRONMENT };
});

/** Gives up soon, but waits for each answer as long as ever: a busy machine is slow to give one. */
const IMPATIENT: AwsSourceOptions = { patience: { throttled: 100, unavailable: 100, unresolved: 100 } };

/** Also does not wait for an answer. */
const HASTY: AwsSourceOptions = { ...IMPATIENT, timeouts: { connection: 100, request: 100 } };

const newSource = (options: AwsSourceOptions = {}): AwsSource => {
  const source = createAwsSource({ random: () => 0, ...options });
  sources.push(source);
  return source;
};

const newApi = (options: AwsSourceOptions = {}): ImageBuilder =>
  newSource(options).imageBuilder({ accountId: '111122223333', region: 'eu-west-1' }, abort.signal);

describe('the requests', () => {
  it('ask for full pages and go on with the token', async () => {
    server.answers(LIST);
    const api = newApi();
    await api.listWorkflowBuildVersions({});
    await api.listWorkflowBuildVersions({ nextToken: 'more', workflowVersionArn: ARN });
    await api.listWorkflows({});
    expect(server.requests.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/ListWorkflowBuildVersions', { maxResults: 25 }],
      ['/ListWorkflowBuildVersions', { maxResults: 25, nextToken: 'more', workflowVersionArn: ARN }],
      ['/ListWorkflows', { owner: 'Self', maxResults: 25 }],
    ]);
  });

  it('go to the endpoint that AWS_ENDPOINT_URL_IMAGEBUILDER names', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    process.env['AWS_ENDPOINT_URL_IMAGEBUILDER'] = server.url;
    server.answers(LIST);
    await expect(newApi().listWorkflowBuildVersions({})).resolves.toMatchObject({ items: [{ arn: ARN }] });
  });

  it('name the build in the query', async () => {
    server.answers(json({ workflow: { arn: ARN, data: 'x', unknownMember: 1, type: 'QUANTUM' } }));
    await expect(newApi().getWorkflow(ARN)).resolves.toEqual({ arn: ARN, data: 'x', type: 'QUANTUM' });
    expect(server.requests[0]?.path).toBe(`/GetWorkflow?workflowBuildVersionArn=${encodeURIComponent(ARN)}`);
  });
});

describe('an answer', () => {
  it.each([' ', '\t', '\r', '\n', ' \t\r\n'])('may have white space before it: %j', async (space) => {
    server.answers(text(`${space}{"workflowSummaryList": [{"arn": "${ARN}"}]}`));
    await expect(newApi().listWorkflowBuildVersions({})).resolves.toMatchObject({ items: [{ arn: ARN }] });
  });
});

describe('an answer that cannot be used', () => {
  const SECRET = 'hunter2';

  it.each<[string, Answer]>([
    ['HTML with status 200', text(`<html>${SECRET}</html>`, 200, { 'content-type': 'text/html' })],
    ['JSON that is cut in the middle', text(`{"workflowSummaryList": [{"arn": "${ARN}", "name": "${SECRET}`)],
    ['no body', text('')],
    ['nothing but white space', text(' ')],
    ['JSON that is a list', text('[]')],
    ['JSON that is a text', text(`"${SECRET}"`)],
    ['JSON that is null', text('null')],
    ['a text where the list should be', json({ workflowSummaryList: SECRET })],
    ['an item without an ARN', json({ workflowSummaryList: [{ name: SECRET }] })],
    ['an item that is null', json({ workflowSummaryList: [null] })],
    ['a token that is a number', json({ workflowSummaryList: [], nextToken: 1 })],
    ['another protocol', garbage],
    ['a redirection', text('', 302, { location: 'https://example.com' })],
    ['a page of a proxy with status 404', text(`<html>${SECRET}</html>`, 404)],
  ])('%s is an invalid response, and not asked for again', async (_, answer) => {
    server.answers(answer);
    const call = newApi().listWorkflowBuildVersions({});
    await expect(call).rejects.toMatchObject({ name: 'ReadError', reason: 'invalid_response' });
    await expect(call).rejects.not.toMatchObject({ message: expect.stringContaining(SECRET) });
    expect(server.requests).toHaveLength(1);
  });

  it('is refused where it would fill the memory', async () => {
    const huge: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const megabyte = Buffer.alloc(2 ** 20, ' ');
      for (let i = 0; i < 34; i++) response.write(megabyte);
      response.end('{}');
    };
    server.answers(huge);
    await expect(newApi().listWorkflowBuildVersions({})).rejects.toMatchObject({ code: 'AnswerTooLarge' });
  });

  it.each<[string, Answer]>([
    ['a workflow without an ARN', json({ workflow: { data: SECRET } })],
    ['a structure where the document should be', json({ workflow: { arn: ARN, data: { secret: SECRET } } })],
    ['a text where the tags should be', json({ workflow: { arn: ARN, tags: SECRET } })],
    ['a list where the workflow should be', json({ workflow: [SECRET] })],
  ])('of GetWorkflow is an invalid response with %s', async (_, answer) => {
    server.answers(answer);
    const call = newApi().getWorkflow(ARN);
    await expect(call).rejects.toMatchObject({ reason: 'invalid_response' });
    await expect(call).rejects.not.toMatchObject({ message: expect.stringContaining(SECRET) });
  });
});

describe('a refused call', () => {
  it.each([
    [403, 'ForbiddenException', 'denied'],
    [403, 'AccessDeniedException', 'denied'],
    [403, 'ExpiredTokenException', 'denied'],
    [403, 'UnrecognizedClientException', 'region_disabled'],
    [403, 'OptInRequired', 'region_disabled'],
    [404, 'ResourceNotFoundException', 'not_found'],
    [400, 'InvalidPaginationTokenException', 'invalid_token'],
    [400, 'InvalidRequestException', 'invalid_request'],
    [400, 'ClientException', 'invalid_response'],
  ])('with HTTP %d and %s is %s, at the first attempt', async (status, name, reason) => {
    server.answers(refusal(status, name));
    await expect(newApi().getWorkflow(ARN)).rejects.toMatchObject({
      reason,
      code: name,
      message: 'what the service said',
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [429, 'CallRateLimitExceededException', 'throttled'],
    [429, 'TooManyRequestsException', 'throttled'],
    [429, 'NeverHeardOfException', 'throttled'],
    [400, 'ThrottlingException', 'throttled'],
    [500, 'ServiceException', 'unavailable'],
    [503, 'ServiceUnavailableException', 'unavailable'],
  ])('with HTTP %d and %s is repeated, and %s where that does not help', async (status, name, reason) => {
    server.answers(refusal(status, name), LIST);
    await expect(newApi().listWorkflowBuildVersions({})).resolves.toMatchObject({ items: [{ arn: ARN }] });
    server.answers(refusal(status, name));
    await expect(newApi(IMPATIENT).listWorkflowBuildVersions({})).rejects.toMatchObject({ reason, code: name });
  });

  it('is classified by its status where the body is a page of a proxy', async () => {
    server.answers(text('<html>busy</html>', 503, { 'content-type': 'text/html' }));
    const call = newApi(IMPATIENT).listWorkflowBuildVersions({});
    await expect(call).rejects.toMatchObject({ reason: 'unavailable', code: 'HTTP 503' });
    await expect(call).rejects.not.toMatchObject({ message: expect.stringContaining('busy') });
  });

  it('is not repeated where Retry-After asks for more time than there is', async () => {
    server.answers(refusal(429, 'TooManyRequestsException', { 'retry-after': '3600' }), LIST);
    await expect(newApi().listWorkflowBuildVersions({})).rejects.toMatchObject({ reason: 'throttled' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a connection', () => {
  it('is used for one call after the other', async () => {
    const ports = new Set<number | undefined>();
    server.answers((response, request) => {
      ports.add(request.socket.remotePort);
      LIST(response, request);
    });
    const api = newApi();
    for (let call = 0; call < 3; call++) await api.listWorkflowBuildVersions({});
    expect(ports.size).toBe(1);
  });

  it.each<[string, Answer]>([
    ['closes before the answer', closedSocket],
    ['closes in the middle of the answer', shortBody('{"workflowSummaryList": [')],
    ['closes before the promised length', shortBody('{"workflowSummaryList": []}')],
  ])('that %s is tried again, and the service unavailable if that goes on', async (_, answer) => {
    server.answers(answer, LIST);
    await expect(newApi().listWorkflowBuildVersions({})).resolves.toMatchObject({ items: [{ arn: ARN }] });
    server.answers(answer);
    await expect(newApi(IMPATIENT).listWorkflowBuildVersions({})).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it.each<[string, Answer]>([
    ['accepts and never answers', silence],
    ['begins to answer and never ends', stall],
  ])('that %s is given up in time', async (_, answer) => {
    server.answers(answer);
    await expect(newApi(HASTY).listWorkflowBuildVersions({})).rejects.toMatchObject({
      reason: 'unavailable',
      code: expect.stringMatching(/Timeout|ETIMEDOUT/),
    });
  });

  it('that is refused makes the service unavailable', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    await expect(newApi(IMPATIENT).listWorkflowBuildVersions({})).rejects.toMatchObject({
      reason: 'unavailable',
      code: 'ECONNREFUSED',
    });
  });
});

describe('a busy service', () => {
  it('that refuses three calls of ten costs none of them', async () => {
    let calls = 0;
    const standing: Answer = (response, request) => {
      const answer =
        ++calls % 10 < 3 ? refusal(429, 'CallRateLimitExceededException') : json({ workflow: { arn: ARN } });
      answer(response, request);
    };
    server.answers(standing);
    const api = newApi();
    let answers = 0;
    await forEachAtMost(8, [...Array(30).keys()], async () => {
      await api.getWorkflow(ARN);
      answers++;
    });
    expect(answers).toBe(30);
  });

  it('is told of: each request that is sent, the repeated one too, and what of them is throttled', async () => {
    const reported: CallEvent[] = [];
    server.answers(refusal(429, 'TooManyRequestsException'), refusal(403, 'AccessDeniedException'), LIST);
    const api = newApi({ reportCall: (event) => reported.push(event) });
    await expect(api.listWorkflowBuildVersions({})).rejects.toMatchObject({ reason: 'denied' });
    await api.listWorkflowBuildVersions({});
    expect(reported).toEqual(['sent', 'throttled', 'sent', 'sent']);
  });

  it('holds up no other account, and no other Region of this one', async () => {
    const clock = new VirtualClock();
    const source = newSource({ clock });
    const list = (accountId: string, region: string) =>
      source.imageBuilder({ accountId, region }, abort.signal).listWorkflowBuildVersions({});
    server.answers(refusal(429, 'TooManyRequestsException'), LIST);
    const throttled = list('111122223333', 'eu-west-1');
    // It waits for its next turn, and time stands still.
    while (clock.pending === 0) await setImmediate();
    await list('444455556666', 'eu-west-1');
    await list('111122223333', 'us-east-1');
    expect(server.requests).toHaveLength(3);
    abort.abort();
    await expect(throttled).rejects.toMatchObject({ reason: 'timed_out' });
  });
});

describe('the deadline', () => {
  it.each<[string, Answer]>([
    ['a silent service', silence],
    ['an answer that does not end', stall],
    ['a pause between two attempts', refusal(503, 'ServiceUnavailableException', { 'retry-after': '20' })],
    ['a pause that throttling made', refusal(429, 'TooManyRequestsException', { 'retry-after': '20' })],
  ])('ends the wait for %s', async (_, answer) => {
    server.answers((...args) => {
      answer(...args);
      setTimeout(() => abort.abort(), 20);
    });
    await expect(newApi().listWorkflowBuildVersions({})).rejects.toMatchObject({ reason: 'timed_out' });
    expect(server.requests).toHaveLength(1);
  });

  it('closes the connections of the calls that it ends', async () => {
    const closed = new Promise((resolve) => {
      server.answers((response) => {
        response.on('close', resolve);
        setTimeout(() => abort.abort(), 20);
      });
    });
    await expect(newApi().getWorkflow(ARN)).rejects.toMatchObject({ reason: 'timed_out' });
    await closed;
  });
});

describe('credentials', () => {
  const signersOf = async (options: AwsSourceOptions): Promise<readonly string[]> => {
    const signers: string[] = [];
    server.answers((response, request) => {
      signers.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      LIST(response, request);
    });
    await newApi(options).listWorkflowBuildVersions({});
    return signers;
  };

  it('that are given sign the requests, and else those of the environment', async () => {
    const credentials = { accessKeyId: 'AKIAGIVEN', secretAccessKey: 'example' };
    expect(await signersOf({ access: { credentials } })).toEqual(['AKIAGIVEN']);
    expect(await signersOf({})).toEqual(['AKIAEXAMPLE']);
  });

  it('that are missing are a denial, without a request', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    await expect(newApi().listWorkflowBuildVersions({})).rejects.toMatchObject({
      reason: 'denied',
      code: 'CredentialsProviderError',
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe('the enabled Regions', () => {
  const page = (regions: readonly (readonly [string, string])[], NextToken?: string): Answer =>
    json({ Regions: regions.map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus })), NextToken });

  it('are those of all pages, asked for without naming the account', async () => {
    server.answers(
      page(
        [
          ['eu-west-1', 'ENABLED_BY_DEFAULT'],
          ['eu-south-1', 'ENABLED'],
        ],
        'more',
      ),
      page([
        ['me-south-1', 'DISABLED'],
        ['us-east-1', 'ENABLED_BY_DEFAULT'],
        ['il-central-1', 'ENABLING'],
      ]),
    );
    await expect(newSource().enabledRegions('111122223333', abort.signal)).resolves.toEqual([
      'eu-west-1',
      'eu-south-1',
      'us-east-1',
    ]);
    const filter = { MaxResults: 50, RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] };
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([filter, { ...filter, NextToken: 'more' }]);
  });

  it.each<[string, Answer, string]>([
    ['none is named', page([]), 'invalid_response'],
    ['the list never ends', page([['eu-west-1', 'ENABLED']], 'again'), 'invalid_response'],
    ['the list is none', json({ Regions: 'eu-west-1' }), 'invalid_response'],
    ['the call is denied', refusal(403, 'AccessDeniedException'), 'denied'],
  ])('are an error where %s', async (_, answer, reason) => {
    server.answers(answer);
    await expect(newSource().enabledRegions('111122223333', abort.signal)).rejects.toMatchObject({
      name: 'ReadError',
      reason,
    });
  });
});

describe('the account', () => {
  const identity = (account: string): Answer =>
    text(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
        `<Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      200,
      { 'content-type': 'text/xml' },
    );

  it('is the one that STS names', async () => {
    server.answers(identity('111122223333'));
    await expect(callerAccount()).resolves.toBe('111122223333');
  });

  it.each<[string, Answer]>([
    [
      'STS refuses',
      text('<ErrorResponse><Error><Code>ExpiredToken</Code><Message>old</Message></Error></ErrorResponse>', 403),
    ],
    ['STS names none', identity('aws')],
    ['it is not STS that answers', text('<html></html>')],
  ])('is an error for people where %s', async (_, answer) => {
    server.answers(answer);
    await expect(callerAccount({ region: 'eu-west-1' })).rejects.toMatchObject({ name: 'PlanError', message: /STS/ });
  });
});
