import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { piecesOf } from '../../page/marks';

const shownOf = (text: string): string =>
  piecesOf(text)
    .map((piece) => ('text' in piece ? piece.text : `[${piece.mark}]`))
    .join('');

describe('a text of the lake', () => {
  it('shows a character that turns the direction of others, in place of obeying it', () => {
    expect(shownOf('safe\u202egnp.exe')).toBe('safe[U+202E]gnp.exe');
  });

  it('shows what is invisible: zero-width characters, controls, tags and halves of characters', () => {
    expect(shownOf('a\u200bb\ufeffc\0d\u{e0041}e\ud800')).toBe('a[U+200B]b[U+FEFF]c[U+0000]d[U+E0041]e[U+D800]');
  });

  it('shows letters that are drawn as nothing, and the styles of characters that have none', () => {
    expect(shownOf('a\u3164b\u115fc\ufe0fd\u034f')).toBe('a[U+3164]b[U+115F]c[U+FE0F]d[U+034F]');
    expect(shownOf('❤️ 1️⃣')).toBe('❤️ 1️⃣');
  });

  it('keeps tabs and newlines, which are seen', () => {
    expect(shownOf('a\tb\nc')).toBe('a\tb\nc');
  });

  it('keeps a family together, and marks a joiner that joins nothing', () => {
    expect(shownOf('👩‍👧 a\u200db')).toBe('👩‍👧 a[U+200D]b');
    expect(shownOf('👩🏽‍🚀')).toBe('👩🏽‍🚀');
  });

  it('loses nothing of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const back = piecesOf(text).map((piece) =>
          'text' in piece ? piece.text : String.fromCodePoint(Number.parseInt(piece.mark.slice(2), 16)),
        );
        expect(back.join('')).toBe(text);
      }),
    );
  });
});
