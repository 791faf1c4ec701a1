import { createHash } from 'node:crypto';
import { type Answer, invalidRequest, refusal } from './answer';

const LARGEST_PAGE = 25;

interface Listed {
  readonly arn: string;
}

interface Page<T> {
  readonly status: 'page';
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/** Cuts lists into pages, behind tokens that say nothing to whoever holds them. */
export class Pagination {
  /** By token: the listing that it continues, and the ARNs that are still to come in it. */
  readonly #rests = new Map<string, { readonly listing: string; readonly arns: readonly string[] }>();

  /** From now on the tokens given out so far are not known any more. */
  expireTokens(): void {
    this.#rests.clear();
  }

  /** What appears while somebody pages is seen by the next listing, what disappears is not listed. */
  page<T extends Listed>(
    listing: string,
    all: readonly T[],
    request: Readonly<Record<string, unknown>>,
  ): Page<T> | Answer {
    const size = request['maxResults'] ?? LARGEST_PAGE;
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > LARGEST_PAGE)
      return invalidRequest(`The value supplied for parameter 'maxResults' is not valid: 1 to ${LARGEST_PAGE}.`);
    const rest = this.#restOf(listing, all, request['nextToken']);
    if (rest === undefined)
      return refusal(400, 'InvalidPaginationTokenException', 'The pagination token is not valid.');
    return this.#cut(listing, rest, size);
  }

  #restOf<T extends Listed>(listing: string, all: readonly T[], token: unknown): readonly T[] | undefined {
    if (token === undefined || token === null) return all;
    const rest = typeof token === 'string' ? this.#rests.get(token) : undefined;
    if (rest?.listing !== listing) return undefined;
    const arns = new Set(rest.arns);
    return all.filter(({ arn }) => arns.has(arn));
  }

  #cut<T extends Listed>(listing: string, rest: readonly T[], size: number): Page<T> {
    const items = rest.slice(0, size);
    if (items.length === rest.length) return { status: 'page', items };
    const arns = rest.slice(size).map(({ arn }) => arn);
    const nextToken = createHash('sha256')
      .update(JSON.stringify([listing, arns]))
      .digest('base64url');
    this.#rests.set(nextToken, { listing, arns });
    return { status: 'page', items, nextToken };
  }
}
