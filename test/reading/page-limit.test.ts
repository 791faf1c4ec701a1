import { describe, expect, it } from '@jest/globals';
import { listBuilds } from '../../lambda/reading/listing';
import type { ImageBuilder } from '../../lambda/source/image-builder';
import { ACCOUNT, buildArn } from '../fakes/account';

const TARGET = { accountId: ACCOUNT, region: 'eu-west-1' };

/** Lists so many pages of one build each. */
const pagesOf = (pages: number): ImageBuilder => ({
  listWorkflowBuildVersions: async ({ nextToken }) => {
    const page = Number(nextToken ?? 1);
    const items = [{ arn: buildArn('eu-west-1', `w${page}`) }];
    return { items, nextToken: page < pages ? String(page + 1) : undefined };
  },
  listWorkflows: () => Promise.reject(new Error('not asked for')),
  getWorkflow: () => Promise.reject(new Error('not asked for')),
});

describe('a list', () => {
  it.each([1, 2, 10_000])('of %d pages is read to its end', async (pages) => {
    expect(await listBuilds(TARGET, pagesOf(pages), 1)).toHaveLength(pages);
  });

  it('of 10001 pages is given up, as one that repeats itself', async () => {
    await expect(listBuilds(TARGET, pagesOf(10_001), 1)).rejects.toMatchObject({
      code: 'EndlessList',
      message: 'the list did not end within 10000 pages',
    });
  });
});
