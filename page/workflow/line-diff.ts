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
  const lines: DiffLine[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    const next = parts[index + 1];
    if (part?.removed && next?.added) {
      lines.push(...replacedLines(linesOf(part), linesOf(next)));
      index++;
    } else if (part !== undefined) lines.push(...linesOf(part).map((text) => lineOf(kindOf(part), text)));
  }
  return lines;
};

const PATIENCE_MILLISECONDS = 200;

const kindOf = ({ added, removed }: Part): DiffLine['kind'] => (added ? 'added' : removed ? 'removed' : 'same');

const linesOf = ({ value }: Part): readonly string[] => value.replace(/\n$/, '').split('\n');

const lineOf = (kind: DiffLine['kind'], text: string): DiffLine => ({ kind, spans: [{ text, isChanged: false }] });

/** Lines that took the place of as many others are compared word by word. */
const replacedLines = (removed: readonly string[], added: readonly string[]): readonly DiffLine[] => {
  const pairs = removed.map((text, index) => spansOf(text, added[index] ?? '', removed.length === added.length));
  return [
    ...removed.map((text, index) => ({ kind: 'removed' as const, spans: pairs[index]?.before ?? plain(text) })),
    ...added.map((text, index) => ({ kind: 'added' as const, spans: pairs[index]?.after ?? plain(text) })),
  ];
};

const plain = (text: string): readonly Span[] => [{ text, isChanged: false }];

/** A longer line is one value, or no workflow of a person. */
const LONGEST_COMPARED = 2000;

const spansOf = (before: string, after: string, isPair: boolean) => {
  if (!isPair || before.length > LONGEST_COMPARED || after.length > LONGEST_COMPARED) return undefined;
  const words = diffWordsWithSpace(before, after);
  const side = (isLeft: boolean): readonly Span[] =>
    words
      .filter(({ added, removed }) => (isLeft ? !added : !removed))
      .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  return { before: side(true), after: side(false) };
};
