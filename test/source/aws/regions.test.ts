import { AccountClient } from '@aws-sdk/client-account';
import { describe, expect, it } from '@jest/globals';
import { listEnabledRegions } from '../../../lambda/source/aws/regions';
import { PATIENCE, Retry } from '../../../lambda/source/aws/retry';
import { VirtualClock } from '../../fakes/virtual-clock';

interface Request {
  readonly NextToken?: string;
}

interface Page {
  readonly Regions: readonly (readonly [name: string, status?: string])[];
  readonly NextToken?: string;
}

/** A client whose requests go no further than here. */
const clientOf = (answer: (request: Request) => Page): AccountClient => {
  const client = new AccountClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });
  client.middlewareStack.add(
    () => async (args) => {
      const { Regions: regions, ...rest } = answer(args.input as Request);
      const named = regions.map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus }));
      return { response: {}, output: { $metadata: {}, Regions: named, ...rest } };
    },
    { step: 'initialize', priority: 'high' },
  );
  return client;
};

const list = (answer: (request: Request) => Page): Promise<readonly string[]> => {
  const retry = new Retry({
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    patience: PATIENCE,
    random: () => 1,
  });
  return listEnabledRegions(clientOf(answer), retry);
};

/** So many pages, with a Region each. */
const pagesOf =
  (pages: number) =>
  ({ NextToken: token = '1' }: Request): Page => {
    const page: Page = { Regions: [[`region-${token}`, 'ENABLED']] };
    return Number(token) < pages ? { ...page, NextToken: String(Number(token) + 1) } : page;
  };

describe('the Regions of an account', () => {
  it('are those that are enabled, by whatever way, each once', async () => {
    const regions = await list(() => ({
      Regions: [
        ['us-east-1', 'ENABLED_BY_DEFAULT'],
        ['af-south-1', 'ENABLED'],
        ['af-south-1', 'ENABLED'],
        ['me-south-1', 'DISABLED'],
        ['ap-east-1', 'ENABLING'],
        ['ca-west-1', 'DISABLING'],
        ['no-status-1'],
      ],
    }));
    expect(regions).toEqual(['us-east-1', 'af-south-1']);
  });

  it.each([1, 2, 100])('are read to the end of %d pages', async (pages) => {
    expect(await list(pagesOf(pages))).toEqual(Array.from({ length: pages }, (_, page) => `region-${page + 1}`));
  });

  it('are given up where they do not end within 100 pages', async () => {
    await expect(list(pagesOf(101))).rejects.toMatchObject({
      code: 'EndlessList',
      message: 'the list of Regions did not end within 100 pages',
    });
  });

  it('are never none', async () => {
    const none = {
      reason: 'invalid_response',
      code: 'NoRegions',
      message: 'the list of Regions names none that is enabled, but every account has some',
    };
    await expect(list(() => ({ Regions: [] }))).rejects.toMatchObject(none);
    await expect(list(() => ({ Regions: [['me-south-1', 'DISABLED']] }))).rejects.toMatchObject(none);
  });
});
