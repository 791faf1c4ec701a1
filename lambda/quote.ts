const LONGEST = 40;

/** A text that somebody gave, quoted for a message: its beginning, where it is long. */
export const quote = (text: string): string =>
  text.length <= LONGEST ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, LONGEST))}…`;
