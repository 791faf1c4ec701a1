import { type AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { ReadError } from '../image-builder';
import { parseRegions } from './answers';
import type { Retry } from './retry';

const PAGE_SIZE = 50;
/** There are a few dozen Regions; a service that goes on beyond this is repeating itself. */
const MOST_PAGES = 100;

const ENABLED = ['ENABLED', 'ENABLED_BY_DEFAULT'] as const;

/**
 * The Regions enabled in the caller's own account (the request names no account: the management account of an
 * organization must not name itself).
 *
 * @throws ReadError
 * @see https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
 */
export const listEnabledRegions = async (client: AccountClient, retry: Retry): Promise<readonly string[]> => {
  const regions: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const request = { NextToken: nextToken, MaxResults: PAGE_SIZE, RegionOptStatusContains: [...ENABLED] };
    const answer = await retry.call(async () => parseRegions(await client.send(new ListRegionsCommand(request))));
    for (const { name, status } of answer.items) if (ENABLED.some((enabled) => enabled === status)) regions.push(name);
    nextToken = answer.nextToken;
    if (nextToken === undefined) return checkAny([...new Set(regions)]);
  }
  throw new ReadError('invalid_response', 'EndlessList', `the list of Regions did not end within ${MOST_PAGES} pages`);
};

const checkAny = (regions: readonly string[]): readonly string[] => {
  if (regions.length > 0) return regions;
  throw new ReadError(
    'invalid_response',
    'NoRegions',
    'the list of Regions names none that is enabled, but every account has some',
  );
};
