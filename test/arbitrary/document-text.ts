import fc from 'fast-check';
import { jsonOf, type Member, type Written } from './workflow-document';

/** How people and programs write the same document. */
export interface Style {
  readonly layout: 'block' | 'flow' | 'json';
  readonly quotes: 'plain' | 'single' | 'double' | 'block';
  /** Spaces of each level. */
  readonly indent: number;
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly hasMark: boolean;
  readonly hasSeparator: boolean;
  readonly hasComments: boolean;
  /** What is written twice is an alias the second time. */
  readonly hasAliases: boolean;
}

export const anyStyle: fc.Arbitrary<Style> = fc.record({
  layout: fc.constantFrom('block', 'block', 'flow', 'json'),
  quotes: fc.constantFrom('plain', 'single', 'double', 'block'),
  indent: fc.integer({ min: 1, max: 4 }),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  hasMark: fc.boolean(),
  hasSeparator: fc.boolean(),
  hasComments: fc.boolean(),
  hasAliases: fc.boolean(),
});

/** The text of a document in a style. */
export const documentText = (whole: Written, style: Style): string => {
  const body = style.layout === 'json' ? json(whole, style) : new YamlText(style).document(whole);
  const start = `${style.hasMark ? '\ufeff' : ''}${style.hasSeparator && style.layout !== 'json' ? '---\n' : ''}`;
  return `${start}${body}\n`.replaceAll('\n', style.lineEnd);
};

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/** JSON as a library would write it, numbers as they are spelled. */
const json = (value: Written, style: Style, depth = 0): string => {
  if (value.kind === 'text') return quoted(value.text);
  if (value.kind === 'plain') return JSON_NUMBER.test(value.spelling) ? value.spelling : value.json;
  const line = style.quotes === 'plain' ? '' : `\n${' '.repeat(style.indent * depth)}`;
  const part = (text: string): string => `${line}${text}`;
  if (value.kind === 'list') return `[${value.items.map((item) => part(json(item, style, depth + 1)))}${line}]`;
  const member = ([key, one]: Member): string => part(`${quoted(key)}: ${json(one, style, depth + 1)}`);
  return `{${value.members.map(member)}${line}}`;
};

/** Double quotes with the escapes that JSON and YAML share; what is not printable is escaped. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const PLAIN_TEXT = /^[A-Za-z$][\w.$/-]*( [\w.$/-]+)*$/;
/** What is no text when it stands without quotes. */
const WORDS = /^(true|false|null|yes|no|on|off|y|n)$/i;
const ONE_LINE = /^[ -~]*$/;
/** Some lines, the last one with something to see. */
const LINES = /^[!-~][ -~]*(\n+[ -~]*[!-~])*\n*$/;

class YamlText {
  private readonly anchors = new Map<string, string>();
  private aliases = 0;

  constructor(private readonly style: Style) {}

  document(whole: Written): string {
    return this.style.layout === 'flow' ? this.flow(whole) : this.block(whole, 0).trimStart();
  }

  /** What stands behind a key or a dash; it begins with a space or a new line. */
  private block(value: Written, depth: number): string {
    const line = `\n${' '.repeat(this.style.indent * depth)}`;
    const row = (text: string): string => `${this.style.hasComments ? `${line}# "name": [x` : ''}${line}${text}`;
    const item = (one: Written): string => row(`-${this.anchored(one, (same) => this.block(same, depth + 1))}`);
    const member = ([key, one]: Member): string =>
      row(`${this.key(key)}:${this.anchored(one, (same) => this.block(same, depth + 1))}`);
    if (value.kind === 'list' && value.items.length > 0) return value.items.map(item).join('');
    if (value.kind === 'map' && value.members.length > 0) return value.members.map(member).join('');
    if (value.kind === 'text' && this.style.quotes === 'block' && LINES.test(value.text))
      return this.literal(value.text, depth);
    return ` ${this.flow(value)}`;
  }

  /** The number says how deep the text is, since a line may begin with spaces. */
  private literal(value: string, depth: number): string {
    const body = value.replace(/\n+$/, '');
    const ends = value.length - body.length;
    const chomping = ['-', ''][ends] ?? '+';
    const indent = ' '.repeat(this.style.indent * depth);
    const lines = body.split('\n').map((one) => (one === '' ? '' : indent + one));
    return ` |${this.style.indent}${chomping}\n${lines.join('\n')}${'\n'.repeat(Math.max(0, ends - 1))}`;
  }

  /** On one line. */
  private flow(value: Written): string {
    const part = (one: Written): string => this.anchored(one, (same) => ` ${this.flow(same)}`);
    if (value.kind === 'text') return this.scalar(value.text);
    if (value.kind === 'plain') return value.spelling;
    if (value.kind === 'list') return `[${value.items.map(part)} ]`;
    return `{${value.members.map(([key, one]) => `${this.key(key)}:${part(one)}`)} }`;
  }

  private key(key: string): string {
    return /^\d+$/.test(key) ? key : this.scalar(key);
  }

  private scalar(value: string): string {
    const { quotes } = this.style;
    if (quotes !== 'single' && quotes !== 'double' && PLAIN_TEXT.test(value) && !WORDS.test(value)) return value;
    return quotes !== 'double' && ONE_LINE.test(value) ? `'${value.replaceAll("'", "''")}'` : quoted(value);
  }

  /** The value, or the name that it was given when it stood there before. */
  private anchored(value: Written, write: (value: Written) => string): string {
    if (!this.style.hasAliases || this.aliases === 20) return write(value);
    const same = jsonOf(value);
    const known = this.anchors.get(same);
    if (known !== undefined) {
      this.aliases++;
      return ` *${known}`;
    }
    const text = write(value);
    const name = `a${this.anchors.size}`;
    this.anchors.set(same, name);
    return ` &${name}${text}`;
  }
}
