import { type Page, ReadError } from '../image-builder';

/** 2,500 list the largest organization that AWS allows; a service that goes on beyond this is repeating itself. */
const MOST_PAGES = 10_000;

/**
 * All that a listing of the organization names: an empty page with a token is not the last. A token that has expired
 * starts the listing again, once.
 */
export const allPages = async <T>(read: (nextToken: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> => {
  try {
    return await pagesToTheEnd(read);
  } catch (error) {
    if (error instanceof ReadError && error.code === 'InvalidInputException') return pagesToTheEnd(read);
    throw error;
  }
};

const pagesToTheEnd = async <T>(read: (nextToken: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> => {
  const items: T[] = [];
  const tokens = new Set<string>();
  let nextToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await read(nextToken);
    items.push(...page.items);
    nextToken = page.nextToken;
    if (nextToken === undefined) return items;
    if (tokens.has(nextToken))
      throw new ReadError('invalid_response', 'RepeatedToken', 'a token of the organization’s listing came twice');
    tokens.add(nextToken);
  }
  throw new ReadError('invalid_response', 'EndlessList', `the listing did not end within ${MOST_PAGES} pages`);
};
