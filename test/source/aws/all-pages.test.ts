import { describe, expect, it } from '@jest/globals';
import { allPages } from '../../../lambda/source/aws/all-pages';

/** A listing of so many pages, with one item on each. */
const listing = (pages: number) => async (token: string | undefined) => {
  const page = Number(token ?? 1);
  return { items: [page], nextToken: page < pages ? String(page + 1) : undefined };
};

describe('the pages of a listing', () => {
  it('are at most 10,000: one more, and the service is repeating itself', async () => {
    expect(await allPages(listing(10_000))).toHaveLength(10_000);
    await expect(allPages(listing(10_001))).rejects.toMatchObject({ reason: 'invalid_response', code: 'EndlessList' });
  });
});
