import { diffLines, diffWordsWithSpace, type Change as Part } from 'diff';

/** Part of a line that differs from its counterpart, or does not. */
export interface Span {
  readonly text: string;
  readonly isChanged: boolean;
}

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly spans: readonly Span[];
}

/** How two texts differ, line by line; undefined where that takes too long to find out. */
export const diffOf = (before: string, after: string): readonly DiffLine[] | undefined => {
  const parts = diffLines(before, after, { timeout: PATIENCE_MILLISECONDS });
  if (parts === undefined) return undefined;
  const wordsOf = wordDiffs();
  const groups: (readonly DiffLine[])[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    const next = parts[index + 1];
    if (part?.removed && next?.added) {
      groups.push(replacedLines(linesOf(part), linesOf(next), wordsOf));
      index++;
    } else if (part !== undefined) groups.push(linesOf(part).map((text) => lineOf(kindOf(part), text)));
  }
  return groups.flat();
};

const PATIENCE_MILLISECONDS = 200;

const kindOf = ({ added, removed }: Part): DiffLine['kind'] => (added ? 'added' : removed ? 'removed' : 'same');

const linesOf = ({ value }: Part): readonly string[] => value.replace(/\n$/, '').split('\n');

const lineOf = (kind: DiffLine['kind'], text: string): DiffLine => ({ kind, spans: [{ text, isChanged: false }] });

/** Lines that took the place of as many others are compared word by word. */
const replacedLines = (
  removed: readonly string[],
  added: readonly string[],
  wordsOf: ReturnType<typeof wordDiffs>,
): readonly DiffLine[] => {
  const isPaired = removed.length === added.length;
  const pairs = removed.map((text, index) => (isPaired ? spansOf(wordsOf(text, added[index] ?? '')) : undefined));
  return [
    ...removed.map((text, index) => ({ kind: 'removed' as const, spans: pairs[index]?.before ?? plain(text) })),
    ...added.map((text, index) => ({ kind: 'added' as const, spans: pairs[index]?.after ?? plain(text) })),
  ];
};

const plain = (text: string): readonly Span[] => [{ text, isChanged: false }];

/** A longer line is one value, or no workflow of a person. */
const LONGEST_COMPARED = 2000;

/** At worst each character of a line is compared with each of the other: so many take a fifth of a second. */
const MOST_COMPARISONS = 10_000_000;

/** Compares pairs of lines word by word, until all of them together take too long. */
const wordDiffs = () => {
  let left = MOST_COMPARISONS;
  return (before: string, after: string): readonly Part[] | undefined => {
    if (Math.max(before.length, after.length) > LONGEST_COMPARED) return undefined;
    left -= before.length * after.length;
    return left < 0 ? undefined : diffWordsWithSpace(before, after);
  };
};

const spansOf = (words: readonly Part[] | undefined) => {
  if (words === undefined) return undefined;
  const side = (isLeft: boolean): readonly Span[] =>
    words
      .filter(({ added, removed }) => (isLeft ? !added : !removed))
      .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  return { before: side(true), after: side(false) };
};
