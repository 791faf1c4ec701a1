import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  GetWorkflowCommand,
  ImagebuilderClient,
  ListTagsForResourceCommand,
  ListWorkflowBuildVersionsCommand,
  ListWorkflowsCommand,
} from '@aws-sdk/client-imagebuilder';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../local/fake-image-builder/behaviour';
import { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import type { WorkflowDefinition } from '../../../local/fake-image-builder/fake-build';
import { type FakeImageBuilder, startFakeImageBuilder } from '../../../local/fake-image-builder/server';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const BASE = `arn:aws:imagebuilder:${REGION}:${ACCOUNT}:workflow/build/web-base-build`;

const webBase: WorkflowDefinition = {
  name: 'Web Base_Build',
  version: '1.0.0',
  type: 'BUILD',
  data: 'schemaVersion: 1.0\n',
  dateCreated: '2026-09-09T19:56:35.992Z',
};

const numbered = (index: number): WorkflowDefinition => ({
  ...webBase,
  name: `numbered-${index}`,
  dateCreated: `2026-01-01T00:00:00.${String(index).padStart(3, '0')}Z`,
});

let account: FakeAccount;
let fake: FakeImageBuilder;
let clients: { destroy(): void }[];

beforeEach(async () => {
  account = new FakeAccount(ACCOUNT, [REGION, 'us-east-1']);
  fake = await startFakeImageBuilder(account);
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  await fake.close();
});

const settings = (region: string, accessKeyId = 'AKIDEXAMPLE') => ({
  endpoint: fake.url,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'none' },
});

const opened = <C extends { destroy(): void }>(client: C): C => {
  clients.push(client);
  return client;
};

const imageBuilder = (region = REGION, accessKeyId?: string): ImagebuilderClient =>
  opened(new ImagebuilderClient(settings(region, accessKeyId)));

const list = (request: object = {}) => imageBuilder().send(new ListWorkflowBuildVersionsCommand(request));

const get = (workflowBuildVersionArn: string) =>
  imageBuilder().send(new GetWorkflowCommand({ workflowBuildVersionArn }));

const status = (httpStatusCode: number) => ({ $metadata: expect.objectContaining({ httpStatusCode }) });

describe('what the fake Image Builder holds', () => {
  it('is named in ARNs as AWS does it: lower case, with hyphens', () => {
    expect(account.region(REGION).create(webBase)).toBe(`${BASE}/1.0.0/1`);
    expect(account.region(REGION).create({ ...webBase, name: 'web-base-build' })).toBe(`${BASE}/1.0.0/2`);
  });

  it('is refused where AWS would refuse it', () => {
    expect(() => account.region(REGION).create({ ...webBase, version: '1.0' })).toThrow('no ARN of a workflow');
    expect(() => account.region(REGION).delete(`${BASE}/9.9.9/1`)).toThrow('is no build in eu-west-1');
    expect(() => account.region('mars-north-1')).toThrow('it has eu-west-1, us-east-1');
  });
});

describe('ListWorkflowBuildVersions of the fake', () => {
  it('lists every build of the Region, newest first, without members that are not set', async () => {
    account.region(REGION).create(webBase);
    account.region(REGION).create({ ...webBase, dateCreated: '2026-09-09T19:56:38.339Z', tags: { a: 'b' } });
    const { workflowSummaryList } = await list();
    expect(workflowSummaryList).toEqual([
      {
        arn: `${BASE}/1.0.0/2`,
        name: 'Web Base_Build',
        version: '1.0.0',
        type: 'BUILD',
        owner: ACCOUNT,
        dateCreated: '2026-09-09T19:56:38.339Z',
        tags: { a: 'b' },
      },
      expect.objectContaining({ arn: `${BASE}/1.0.0/1`, tags: {} }),
    ]);
    expect(workflowSummaryList?.[0]).not.toHaveProperty('state');
  });

  it('keeps the Regions apart', async () => {
    account.region(REGION).create(webBase);
    const elsewhere = await imageBuilder('us-east-1').send(new ListWorkflowBuildVersionsCommand({}));
    expect(elsewhere.workflowSummaryList).toEqual([]);
  });

  it('gives the whole list once over pages of at most 25', async () => {
    for (let index = 0; index < 60; index++) account.region(REGION).create(numbered(index));
    const arns: (string | undefined)[] = [];
    const sizes: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = await list({ nextToken, maxResults: 25 });
      arns.push(...(page.workflowSummaryList ?? []).map(({ arn }) => arn));
      sizes.push(page.workflowSummaryList?.length ?? 0);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(sizes).toEqual([25, 25, 10]);
    expect(arns).toEqual(
      account
        .region(REGION)
        .builds()
        .map(({ arn }) => arn),
    );
  });

  it('goes on paging while builds come and go', async () => {
    for (let index = 0; index < 6; index++) account.region(REGION).create(numbered(index));
    const [, second, , fourth] = account.region(REGION).builds();
    const first = await list({ maxResults: 3 });
    account.region(REGION).delete(second?.arn ?? '');
    account.region(REGION).delete(fourth?.arn ?? '');
    account.region(REGION).create(numbered(7));
    const rest = await list({ maxResults: 3, nextToken: first.nextToken });
    expect(rest.workflowSummaryList?.map(({ name }) => name)).toEqual(['numbered-1', 'numbered-0']);
    expect(rest.nextToken).toBeUndefined();
  });

  it.each([0, 26, 2.5, '25'])('refuses maxResults %p', async (maxResults) => {
    await expect(list({ maxResults })).rejects.toMatchObject({ name: 'InvalidRequestException', ...status(400) });
  });

  it('refuses a token that is made up, expired or of another listing', async () => {
    for (let index = 0; index < 3; index++) account.region(REGION).create(numbered(index));
    const refused = { name: 'InvalidPaginationTokenException', ...status(400) };
    const { nextToken } = await list({ maxResults: 1 });
    await expect(list({ nextToken: 'made-up' })).rejects.toMatchObject(refused);
    await expect(imageBuilder().send(new ListWorkflowsCommand({ nextToken }))).rejects.toMatchObject(refused);
    fake.expireTokens();
    await expect(list({ nextToken })).rejects.toMatchObject(refused);
  });

  it('lists the builds of one version, or of all that a wildcard names', async () => {
    for (const version of ['1.0.0', '1.0.0', '1.2.0', '2.0.0']) account.region(REGION).create({ ...webBase, version });
    const versionsUnder = async (pattern: string) =>
      (await list({ workflowVersionArn: `${BASE}/${pattern}` })).workflowSummaryList?.map(({ version }) => version);
    expect(await versionsUnder('1.0.0')).toEqual(['1.0.0', '1.0.0']);
    expect(await versionsUnder('1.x.x')).toEqual(['1.0.0', '1.0.0', '1.2.0']);
    expect(await versionsUnder('x.x.x')).toHaveLength(4);
    expect(await versionsUnder('3.0.0')).toEqual([]);
    await expect(versionsUnder('x.2.x')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(versionsUnder('1.0.0/1')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('can have the habits that AWS leaves open', async () => {
    const region = account.region(REGION);
    const deprecated = region.create(webBase);
    region.create({ ...webBase, version: '1.0.1' });
    region.deprecate(deprecated, 'Superseded');
    expect((await list()).workflowSummaryList?.map(({ state }) => state)).toEqual([
      { status: 'DEPRECATED', reason: 'Superseded' },
      undefined,
    ]);
    region.habits = { ...region.habits, carryTags: false, carryDeprecated: false, needNoArn: false };
    await expect(list()).rejects.toMatchObject({ name: 'InvalidRequestException' });
    const { workflowSummaryList } = await list({ workflowVersionArn: `${BASE}/x.x.x` });
    expect(workflowSummaryList).toHaveLength(1);
    expect(workflowSummaryList?.[0]).not.toHaveProperty('tags');
  });

  it('can name builds by their version, and give a live one an empty state', async () => {
    const region = account.region(REGION);
    const arn = region.create(webBase);
    region.habits = { ...region.habits, nameBuilds: false, carryLiveState: true };
    expect((await list()).workflowSummaryList).toMatchObject([{ arn: `${BASE}/1.0.0`, state: {} }]);
    expect((await get(`${BASE}/1.0.0`)).workflow).toMatchObject({ arn, state: {} });
  });
});

describe('ListWorkflows of the fake', () => {
  const listWorkflows = (request: object) => imageBuilder().send(new ListWorkflowsCommand(request));

  it('gives one entry for each version, as old as its oldest build', async () => {
    account.region(REGION).create(webBase);
    account.region(REGION).create({ ...webBase, dateCreated: '2026-09-10T00:00:00.000Z' });
    const { workflowVersionList } = await listWorkflows({ owner: 'Self' });
    expect(workflowVersionList).toEqual([
      {
        arn: `${BASE}/1.0.0`,
        name: 'Web Base_Build',
        version: '1.0.0',
        type: 'BUILD',
        owner: ACCOUNT,
        dateCreated: '2026-09-09T19:56:35.992Z',
      },
    ]);
  });

  it('treats the other owners as AWS does', async () => {
    account.region(REGION).create(webBase);
    expect((await listWorkflows({ owner: 'AWSMarketplace' })).workflowVersionList).toEqual([]);
    await expect(listWorkflows({ owner: 'Shared' })).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(listWorkflows({ byName: true })).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('GetWorkflow of the fake', () => {
  it('answers with the details, and the references to the latest versions', async () => {
    const parameters = [{ name: 'pauseAtEnd', type: 'boolean' as const, defaultValue: ['true'] }];
    const kmsKeyId = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/images`;
    const arn = account.region(REGION).create({ ...webBase, parameters, kmsKeyId, tags: { 'a:b=c': 'd "e"\n' } });
    const { workflow, latestVersionReferences } = await get(arn);
    expect(workflow).toEqual({ arn, owner: ACCOUNT, ...webBase, parameters, kmsKeyId, tags: { 'a:b=c': 'd "e"\n' } });
    expect(latestVersionReferences?.latestMinorVersionArn).toBe(`${BASE}/1.0.x`);
  });

  it('resolves a version or a wildcard to the newest build, comparing versions as numbers', async () => {
    for (const [index, version] of ['2.0.0', '1.10.0', '1.9.0', '1.9.0'].entries())
      account.region(REGION).create({ ...webBase, version, dateCreated: `2026-01-0${index + 1}T00:00:00.000Z` });
    const resolved = async (pattern: string) => (await get(`${BASE}/${pattern}`)).workflow?.arn;
    expect(await resolved('1.9.0')).toBe(`${BASE}/1.9.0/2`);
    expect(await resolved('1.x.x')).toBe(`${BASE}/1.10.0/1`);
    expect(await resolved('x.x.x')).toBe(`${BASE}/2.0.0/1`);
    await expect(resolved('x.x.x/1')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('says 404 of what does not exist (any more), and 400 of what is no ARN', async () => {
    const arn = account.region(REGION).create(webBase);
    account.region(REGION).delete(arn);
    await expect(get(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException', ...status(404) });
    await expect(get('nonsense')).rejects.toMatchObject({ name: 'InvalidRequestException', ...status(400) });
  });

  it('refuses what its caller may not decrypt, and nothing else', async () => {
    const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
    const secret = account.region(REGION).create({ ...webBase, kmsKeyId: key });
    const open = account.region(REGION).create(webBase);
    account.region(REGION).denyKey(key);
    const refused = { name: 'AccessDeniedException', message: expect.stringContaining('kms:Decrypt'), ...status(403) };
    await expect(get(secret)).rejects.toMatchObject(refused);
    expect((await get(open)).workflow?.arn).toBe(open);
    account.region(REGION).allowKey(key);
    expect((await get(secret)).workflow?.kmsKeyId).toBe(key);
  });

  it('sees tags that are edited, and so does ListTagsForResource', async () => {
    const arn = account.region(REGION).create({ ...webBase, tags: { keep: '1', drop: '2' } });
    account.region(REGION).tag(arn, { add: '' });
    account.region(REGION).untag(arn, ['drop']);
    expect((await get(arn)).workflow?.tags).toEqual({ keep: '1', add: '' });
    const listed = await imageBuilder().send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(listed.tags).toEqual({ keep: '1', add: '' });
  });
});

describe('the account behind the fake', () => {
  const identity = (accessKeyId?: string) =>
    opened(new STSClient(settings(REGION, accessKeyId))).send(new GetCallerIdentityCommand({}));

  it('is told by STS', async () => {
    expect(await identity()).toMatchObject({ Account: ACCOUNT, Arn: expect.stringContaining(`sts::${ACCOUNT}:`) });
    expect(await identity(ACCOUNT)).toMatchObject({ Account: ACCOUNT });
  });

  it('is not another one', async () => {
    await expect(identity('999999999999')).rejects.toMatchObject({ name: 'InvalidClientTokenId', ...status(403) });
    const stranger = imageBuilder(REGION, '999999999999').send(new ListWorkflowsCommand({}));
    await expect(stranger).rejects.toMatchObject({ name: 'UnrecognizedClientException', ...status(403) });
  });

  it('lists the Regions that are enabled in it', async () => {
    account.region('us-east-1').behaviour = { kind: 'not_enabled' };
    const client = opened(new AccountClient(settings('us-east-1')));
    const enabled = await client.send(
      new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] }),
    );
    expect(enabled.Regions).toEqual([{ RegionName: REGION, RegionOptStatus: 'ENABLED_BY_DEFAULT' }]);
    expect((await client.send(new ListRegionsCommand({}))).Regions).toHaveLength(2);
  });
});

describe('a Region of the fake', () => {
  it('that is denied names the action, and spares the other Regions', async () => {
    account.region(REGION).behaviour = { kind: 'denied' };
    await expect(list()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /imagebuilder:ListWorkflowBuildVersions on resource: arn:aws:imagebuilder:eu-west-1/,
      ),
      ...status(403),
    });
    expect(await imageBuilder('us-east-1').send(new ListWorkflowsCommand({}))).toMatchObject(status(200));
  });

  it('can deny single actions', async () => {
    const arn = account.region(REGION).create(webBase);
    account.region(REGION).behaviour = { kind: 'denied', actions: ['GetWorkflow'] };
    expect((await list()).workflowSummaryList).toHaveLength(1);
    await expect(get(arn)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('that is not enabled, or unknown, does not know the token', async () => {
    account.region(REGION).behaviour = { kind: 'not_enabled' };
    const refused = { name: 'UnrecognizedClientException', ...status(403) };
    await expect(list()).rejects.toMatchObject(refused);
    await expect(imageBuilder('sa-east-1').send(new ListWorkflowsCommand({}))).rejects.toMatchObject(refused);
  });

  it('that is throttled refuses its share of the calls', async () => {
    account.region(REGION).behaviour = { kind: 'throttled', share: 0.3 };
    for (let call = 0; call < 10; call++) await list().catch(() => undefined);
    expect(fake.requests.filter((request) => request.status === 429)).toHaveLength(3);
    expect(fake.requests).toHaveLength(10);
  });

  it('that fails says 500, and recovers', async () => {
    account.region(REGION).behaviour = { kind: 'failing' };
    await expect(list()).rejects.toMatchObject({ name: 'ServiceException', ...status(500) });
    account.region(REGION).behaviour = { kind: 'healthy' };
    expect(await list()).toMatchObject(status(200));
  });

  it('that is slow answers in the end', async () => {
    account.region(REGION).behaviour = { kind: 'slow', milliseconds: 5 };
    expect(await list()).toMatchObject(status(200));
  });

  it.each<Behaviour>([{ kind: 'silent' }, { kind: 'slow', milliseconds: 3_600_000 }])(
    'that is $kind keeps its callers waiting until the server ends',
    async (behaviour) => {
      account.region(REGION).behaviour = behaviour;
      const waiting = list().catch((error: unknown) => error);
      while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await fake.close();
      expect(await waiting).toBeInstanceOf(Error);
      fake = await startFakeImageBuilder(account);
    },
  );

  it('tells whoever started the server what it was asked', async () => {
    await list();
    account.region(REGION).behaviour = { kind: 'failing' };
    await list().catch(() => undefined);
    expect(fake.requests).toEqual([
      { action: 'ListWorkflowBuildVersions', region: REGION, status: 200 },
      { action: 'ListWorkflowBuildVersions', region: REGION, status: 500 },
    ]);
  });
});

describe('the accounts beside the one that calls', () => {
  const MEMBER = '222233334444';
  let member: FakeAccount;
  let members: FakeImageBuilder;

  beforeEach(async () => {
    member = new FakeAccount(MEMBER, [REGION]);
    member.region(REGION).create(webBase);
    members = await startFakeImageBuilder(account, [member]);
  });

  afterEach(() => members.close());

  const assume = (accountId: string, RoleSessionName = 'session') =>
    opened(new STSClient({ ...settings(REGION), endpoint: members.url })).send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/path/reader`, RoleSessionName }),
    );

  it('are read with the session that their role gives', async () => {
    const { Credentials } = await assume(MEMBER);
    const asMember = { ...settings(REGION, Credentials?.AccessKeyId), endpoint: members.url };
    const { workflowSummaryList } = await opened(new ImagebuilderClient(asMember)).send(
      new ListWorkflowBuildVersionsCommand({}),
    );
    expect(workflowSummaryList?.map(({ arn }) => arn?.split(':')[4])).toEqual([MEMBER]);
    const asCaller = opened(new ImagebuilderClient({ ...settings(REGION), endpoint: members.url }));
    expect((await asCaller.send(new ListWorkflowBuildVersionsCommand({}))).workflowSummaryList).toEqual([]);
  });

  it('refuse a role that they do not have, as STS says it', async () => {
    await expect(assume('333344445555')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::333344445555/,
      ),
      ...status(403),
    });
    member.hasRole = false;
    await expect(assume(MEMBER)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume('nobody')).rejects.toMatchObject({ name: 'ValidationError', ...status(400) });
  });
});
