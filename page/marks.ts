/** A piece of a text: as it is, or a mark in place of a character that would not be seen, or would turn its neighbours. */
type Piece = { readonly text: string } | { readonly mark: string };

/** Controls, invisible characters and those that steer the direction of a text; lone halves of characters. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** They are seen for what they are. */
const PLAIN = ['\t', '\n'];

const JOINER = '\u200d';
const STYLES = ['\ufe0e', '\ufe0f'];
const BEFORE_STYLE = /\p{Emoji}$/u;
const BEFORE_JOINER = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u;
const AFTER_JOINER = /^\p{Extended_Pictographic}/u;

/** The pieces that a text is shown as. */
export const piecesOf = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    const next = index + character.length;
    if (PLAIN.includes(character) || isInEmoji(text, index)) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ mark: markOf(character) });
    end = next;
  }
  if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end) });
  return pieces;
};

/** A family is made of persons and joiners; a red heart of a heart and its style. */
const isInEmoji = (text: string, index: number): boolean => {
  const before = text.slice(Math.max(0, index - 2), index);
  const character = text.charAt(index);
  if (STYLES.includes(character)) return BEFORE_STYLE.test(before);
  return character === JOINER && BEFORE_JOINER.test(before) && AFTER_JOINER.test(text.slice(index + 1, index + 3));
};

/** `U+202E`. */
const markOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The text with its marks, where nothing but plain text can be shown. */
export const plainText = (text: string): string =>
  piecesOf(text)
    .map((piece) => ('text' in piece ? piece.text : `[${piece.mark}]`))
    .join('');
