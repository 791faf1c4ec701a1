import { type DiffLine, diffOf, type Span } from '../workflow/line-diff';

/** The two sides of a difference, with what differs in them told apart. */
export interface Sides {
  readonly before: readonly (readonly Span[])[];
  readonly after: readonly (readonly Span[])[];
}

/** The values of a column before and after, line by line: where both are known, what differs is marked. */
export const sidesOf = (before: string | null, after: string | null): Sides => {
  const lines = before === null || after === null ? undefined : diffOf(before, after);
  if (lines === undefined) return { before: plain(before), after: plain(after) };
  const side = (other: DiffLine['kind']) => lines.filter(({ kind }) => kind !== other).map(({ spans }) => spans);
  return { before: side('added'), after: side('removed') };
};

const plain = (text: string | null): Sides['before'] =>
  text === null ? [] : text.split('\n').map((line) => [{ text: line, isChanged: false }]);
