import { shorten } from './display-width';

/** What would end the line, steer the terminal or turn the direction of the text: shown, never obeyed. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value of a query on one line, at most `width` columns wide: a null is NULL, the empty text is nothing. */
export const textCell = (value: unknown, width = Number.POSITIVE_INFINITY): string => {
  const text = value === null ? 'NULL' : typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  // Of a document of megabytes, no more is escaped than can be seen.
  const seen = text.slice(0, Math.min(text.length, width * 64));
  const line = printable(seen);
  return shorten(seen === text ? line : `${line}…`, width);
};

/** The text with escapes, as JSON has them, in place of what a terminal would obey. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, escapeOf);

const escapeOf = (character: string): string =>
  SHORT_ESCAPES[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
