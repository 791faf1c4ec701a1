import { diffWordsWithSpace } from 'diff';
import type { Span } from '../workflow/line-diff';

/** The two sides of a difference, with what differs in them told apart. */
interface Sides {
  readonly before: readonly Span[];
  readonly after: readonly Span[];
}

/** Longer values are shown as they are: to compare them takes long, and to see what differs does not help. */
const LONGEST_COMPARED = 2000;

/** The values of a column before and after. Where both are known, the words that differ are marked. */
export const sidesOf = (before: string | null, after: string | null): Sides => {
  if (before === null || after === null || Math.max(before.length, after.length) > LONGEST_COMPARED)
    return { before: plain(before), after: plain(after) };
  const words = diffWordsWithSpace(before, after);
  const side = (other: 'added' | 'removed'): readonly Span[] =>
    words
      .filter((part) => !part[other])
      .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  return { before: side('added'), after: side('removed') };
};

const plain = (text: string | null): readonly Span[] => (text === null ? [] : [{ text, isChanged: false }]);
