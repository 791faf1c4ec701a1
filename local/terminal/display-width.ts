const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a terminal draws two columns wide: emoji, and the wide and full-width characters of East Asia (Unicode's UAX 11). */
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2fb}\u{20000}-\u{3fffd}])/u;

/** What takes no column: marks and format characters that stand alone. */
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

const graphemeWidth = (grapheme: string): number => (WIDE.test(grapheme) ? 2 : ZERO.test(grapheme) ? 0 : 1);

/** How many columns of a terminal a line takes. Terminals differ over rare characters; over these they mostly agree. */
export const displayWidth = (line: string): number => {
  if (PRINTABLE_ASCII.test(line)) return line.length;
  let width = 0;
  for (const { segment } of graphemes.segment(line)) width += graphemeWidth(segment);
  return width;
};

/** The line, cut to a width where it is wider, with … for what is left out. Nothing is cut within a character. */
export const shorten = (line: string, width: number): string => {
  if (line.length <= width && PRINTABLE_ASCII.test(line)) return line;
  let taken = 0;
  let kept = 0;
  for (const { segment, index } of graphemes.segment(line)) {
    taken += graphemeWidth(segment);
    if (taken > width) return `${line.slice(0, kept)}…`;
    if (taken < width) kept = index + segment.length;
  }
  return line;
};
