const LONGEST = 500;

/** A text that is not ours, for a message, a log or a row of coverage: one line, cut, and nothing in it is invisible. */
export const oneLine = (text: string): string =>
  text
    .slice(0, 4 * LONGEST)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();
