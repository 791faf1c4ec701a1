export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: 'bold';
}

const INK = '#16191f';
export const FAINT = '#687078';

/** Pixels to a character of the font, on average. */
const WIDTH_OF_CHARACTER = 0.56;

export const widthOf = (text: string, size = 11): number => text.length * size * WIDTH_OF_CHARACTER;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A coordinate as it is written: a tenth of a pixel is seen by nobody. */
export const rounded = (coordinate: number): number => Math.round(coordinate * 10) / 10;

export const text = (x: number, y: number, content: string, style: TextStyle = {}): string => {
  const { size = 11, fill = INK, anchor = 'start', weight } = style;
  const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
  return `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${bold}>${escaped(content)}</text>\n`;
};

export const box = ({ x, y, width, height }: Rectangle, fill: string, stroke = 'none'): string =>
  `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}" fill="${fill}" stroke="${stroke}"/>\n`;
