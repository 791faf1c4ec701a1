import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const CSS = readFileSync(join(__dirname, '../../page/style/colours.css'), 'utf8');
const [light = '', dark = ''] = CSS.split('@media screen');

type Colours = ReadonlyMap<string, string>;

const coloursIn = (css: string): Colours =>
  new Map([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]));

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const luminanceOf = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrastOf = (colours: Colours, one: string, other: string): number => {
  const [low = 0, high = 0] = [one, other].map((name) => luminanceOf(colours.get(name) ?? '')).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const TEXTS = ['text', 'quiet', 'link', 'good', 'attention', 'bad'];
const SYNTAX = ['syntax-key', 'syntax-string', 'syntax-number', 'syntax-comment'];
const PAIRS = [
  ...[...TEXTS, ...SYNTAX].flatMap((text) =>
    ['background', 'raised', 'striped'].map((background) => [text, background]),
  ),
  ...['text', 'quiet', 'link', 'attention', 'bad'].map((text) => [text, 'attention-background']),
  ['text', 'added-background'],
  ['text', 'removed-background'],
  ['mark-text', 'mark-background'],
];

describe('the colours of the page', () => {
  it.each([
    ['light', coloursIn(light)],
    ['dark', coloursIn(dark)],
  ])('can be read in the %s scheme: every text on each of its backgrounds', (_, colours) => {
    expect(colours.size).toBeGreaterThan(15);
    for (const [text = '', background = ''] of PAIRS)
      expect([text, background, contrastOf(colours, text, background) >= 4.5]).toEqual([text, background, true]);
  });
});
