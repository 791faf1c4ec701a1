import { type Page, ReadError } from '../../../lambda/source/image-builder';
import type { FakeBuild } from './fake-build';

interface Listing {
  readonly of: string;
  readonly builds: readonly FakeBuild[];
  readonly offset: number;
  readonly madeAt: number;
}

interface PageOptions {
  readonly now: number;
  readonly size: number;
  /** In milliseconds. */
  readonly tokenLife: number;
  readonly isEmpty: boolean;
  /** Whether the page begins with the last item of the one before. */
  readonly repeats: boolean;
  readonly repeatsToken: boolean;
}

/** The paginated lists of a Region: their order is fixed with their first page, and what is deleted meanwhile drops out. */
export class Listings {
  private readonly tokens = new Map<string, Listing>();

  page(of: string, token: string | undefined, builds: readonly FakeBuild[], options: PageOptions): Page<FakeBuild> {
    const begun = { of, builds, offset: 0, madeAt: options.now };
    const listing = token === undefined ? begun : this.tokens.get(token);
    if (listing === undefined || listing.of !== of || options.now - listing.madeAt > options.tokenLife)
      throw new ReadError('invalid_token', 'InvalidPaginationTokenException', 'the token is not valid');
    const from = Math.max(0, listing.offset - (options.repeats ? 1 : 0));
    const to = options.isEmpty ? listing.offset : listing.offset + options.size;
    const items = options.isEmpty
      ? []
      : listing.builds.slice(from, to).filter((build) => build.exists && build.listed.current);
    if (to >= listing.builds.length && !options.repeatsToken) return { items, nextToken: undefined };
    return {
      items,
      nextToken:
        options.repeatsToken && token !== undefined
          ? token
          : this.give({ ...listing, offset: to, madeAt: options.now }),
    };
  }

  private give(listing: Listing): string {
    const token = `token-${this.tokens.size + 1}`;
    this.tokens.set(token, listing);
    return token;
  }
}
