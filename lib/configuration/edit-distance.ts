/** How many letters to add, leave out or replace make one text of the other (Levenshtein). */
export const editDistance = (one: string, other: string): number => {
  let distances = Array.from({ length: other.length + 1 }, (_, length) => length);
  for (const [place, letter] of [...one].entries()) distances = nextDistances(distances, { place, letter, other });
  return distances[other.length] ?? 0;
};

interface Step {
  readonly place: number;
  readonly letter: string;
  readonly other: string;
}

/** From those of the beginnings of the other text to one letter less: nothing, one letter, two, and so on. */
const nextDistances = (before: readonly number[], { place, letter, other }: Step): number[] => {
  const next = [place + 1];
  for (const [index, char] of [...other].entries()) {
    const replaced = (before[index] ?? 0) + (char === letter ? 0 : 1);
    next.push(Math.min(replaced, (before[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
  }
  return next;
};
