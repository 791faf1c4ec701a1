import { describe, expect, it } from '@jest/globals';
import { listBuilds } from '../../lambda/reading/listing';
import { type ImageBuilder, type Page, ReadError, type WorkflowSummary } from '../../lambda/source/image-builder';
import { ACCOUNT, buildArn, summaryOf, workflow } from '../fakes/account';

const REGION = 'eu-west-1';
const TARGET = { accountId: ACCOUNT, region: REGION };

const summary = (name: string, members: Partial<WorkflowSummary> = {}): WorkflowSummary => ({
  ...summaryOf(workflow(buildArn(REGION, name))),
  ...members,
});

const page = (items: readonly WorkflowSummary[], nextToken?: string): Page<WorkflowSummary> => ({ items, nextToken });

/** A service that gives the answers of a script, one for each call of the list. */
const scripted = (...answers: readonly (Page<WorkflowSummary> | ReadError)[]): ImageBuilder & { tokens: unknown[] } => {
  const tokens: unknown[] = [];
  return {
    tokens,
    listWorkflowBuildVersions: async ({ nextToken }) => {
      const answer = answers[tokens.length] ?? page([]);
      tokens.push(nextToken);
      if (answer instanceof ReadError) throw answer;
      return answer;
    },
    listWorkflows: () => Promise.reject(new Error('not scripted')),
    getWorkflow: () => Promise.reject(new Error('not scripted')),
  };
};

const list = async (api: ImageBuilder): Promise<readonly string[]> =>
  (await listBuilds(TARGET, api, 2)).map(({ arn }) => arn).sort();

const EXPIRED = new ReadError('invalid_token', 'InvalidPaginationTokenException', 'expired');

describe('listing the builds of a target', () => {
  it('goes on after an empty page that has a token', async () => {
    const api = scripted(page([], 'more'), page([summary('a')]));
    expect(await list(api)).toEqual([buildArn(REGION, 'a')]);
    expect(api.tokens).toEqual([undefined, 'more']);
  });

  it('takes a page of any number of items', async () => {
    const builds = Array.from({ length: 200_000 }, (_, i) => summary(`w${i}`));
    expect(await list(scripted(page(builds)))).toHaveLength(200_000);
  });

  it('takes a page of any number of items from one version, too', async () => {
    const builds = Array.from({ length: 200_000 }, (_, i) => summary(`w${i}`));
    const version = buildArn(REGION, 'a').replace(/\/1$/, '');
    const api: ImageBuilder = {
      listWorkflows: async () => ({ items: [{ arn: version }], nextToken: undefined }),
      listWorkflowBuildVersions: async ({ workflowVersionArn }) => {
        if (workflowVersionArn === undefined) throw new ReadError('invalid_request', 'InvalidRequestException', 'no');
        return page(builds);
      },
      getWorkflow: () => Promise.reject(new Error('not scripted')),
    };
    expect(await list(api)).toHaveLength(200_000);
  });

  it('takes a build that stands on two pages once', async () => {
    const api = scripted(page([summary('a'), summary('b')], 'more'), page([summary('a')]));
    expect(await list(api)).toEqual([buildArn(REGION, 'a'), buildArn(REGION, 'b')]);
  });

  it('takes no ARN that is no well-formed text: it could not be asked for', async () => {
    const api = scripted(page([summary('a'), summary('\ud800')]));
    await expect(list(api)).rejects.toMatchObject({ reason: 'invalid_response', code: 'ForeignArn' });
  });

  it('takes the same one of two that differ, whichever page comes first', async () => {
    const [one, two] = [summary('a', { tags: { team: 'x' } }), summary('a', { tags: { team: 'y' } })];
    const forwards = await listBuilds(TARGET, scripted(page([one], 'more'), page([two])), 2);
    const backwards = await listBuilds(TARGET, scripted(page([two], 'more'), page([one])), 2);
    expect(forwards).toEqual(backwards);
  });

  it('begins again, once, when a token has expired', async () => {
    const api = scripted(page([summary('a')], 'old'), EXPIRED, page([summary('a')], 'new'), page([summary('b')]));
    expect(await list(api)).toHaveLength(2);
    const twice = scripted(page([], 'old'), EXPIRED, page([], 'new'), EXPIRED);
    await expect(list(twice)).rejects.toMatchObject({ reason: 'invalid_token' });
  });

  it('ends with an error when a token repeats for ever', async () => {
    const api = scripted(page([summary('a')], 'again'), page([summary('b')], 'again'));
    await expect(list(api)).rejects.toMatchObject({
      reason: 'invalid_response',
      code: 'RepeatedToken',
      message: 'the list gave the same pagination token twice',
    });
  });

  it('ends with an error when pages with ever new tokens do not end', async () => {
    const endless: ImageBuilder = {
      ...scripted(),
      listWorkflowBuildVersions: async ({ nextToken }) => page([], String(Number(nextToken ?? 0) + 1)),
    };
    await expect(list(endless)).rejects.toMatchObject({ reason: 'invalid_response', code: 'EndlessList' });
  });

  it.each([
    ['of another account', 'arn:aws:imagebuilder:eu-west-1:999999999999:workflow/build/a/1.0.0/1'],
    ['of another Region', buildArn('us-east-1', 'a')],
    ['managed by Amazon', 'arn:aws:imagebuilder:eu-west-1:aws:workflow/test/test-image/1.0.3/1'],
    ['of a component', `arn:aws:imagebuilder:eu-west-1:${ACCOUNT}:component/a/1.0.0/1`],
    ['that is none', 'workflow a'],
  ])('refuses an ARN %s, and says which', async (_, arn) => {
    await expect(list(scripted(page([summary('b'), { arn }])))).rejects.toMatchObject({
      reason: 'invalid_response',
      message: expect.stringContaining(arn),
    });
  });
});

describe('where the service refuses to list all builds at once', () => {
  const version = (name: string): string => buildArn(REGION, name).replace(/\/1$/, '');
  const refusing = (gone: readonly string[] = []): ImageBuilder => ({
    ...scripted(),
    listWorkflowBuildVersions: async ({ workflowVersionArn }) => {
      if (workflowVersionArn === undefined)
        throw new ReadError('invalid_request', 'InvalidRequestException', 'workflowVersionArn is required');
      if (gone.includes(workflowVersionArn)) throw new ReadError('not_found', 'ResourceNotFoundException', 'gone');
      return page([1, 2].map((build) => ({ arn: `${workflowVersionArn}/${build}` })));
    },
    listWorkflows: async ({ nextToken }) =>
      nextToken === undefined
        ? { items: [{ arn: version('a') }], nextToken: 'more' }
        : { items: [{ arn: version('b') }, { arn: version('a') }], nextToken: undefined },
  });

  it('lists the builds of each version', async () => {
    expect(await list(refusing())).toEqual([
      buildArn(REGION, 'a', 1),
      buildArn(REGION, 'a', 2),
      buildArn(REGION, 'b', 1),
      buildArn(REGION, 'b', 2),
    ]);
  });

  it('does without a version that was deleted while it listed', async () => {
    expect(await list(refusing([version('a')]))).toEqual([buildArn(REGION, 'b', 1), buildArn(REGION, 'b', 2)]);
  });
});
