import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser as jsonParser } from '@lezer/json';
import { parser as yamlParser } from '@lezer/yaml';

/** Part of a line, and the class of its kind; the empty text where it has none. */
export interface Token {
  readonly text: string;
  readonly kind: string;
}

export type Line = readonly Token[];

const KINDS = tagHighlighter([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: 'key' },
  { tag: [tags.string, tags.special(tags.string)], class: 'string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'number' },
  { tag: tags.comment, class: 'comment' },
]);

/** Beyond this a document is shown without kinds: no workflow that AWS accepts is so long. */
const LONGEST_DOCUMENT = 200_000;

/** The lines of a document, in kinds of tokens. */
export const linesOf = (text: string): readonly Line[] => {
  if (text.length > LONGEST_DOCUMENT) return plainLines(text);
  const lines: Token[][] = [[]];
  const parser = /^\s*[{[]/.test(text) ? jsonParser : yamlParser;
  highlightCode(
    text,
    parser.parse(text),
    KINDS,
    (part, kind) => lines.at(-1)?.push({ text: part, kind }),
    () => lines.push([]),
  );
  return lines;
};

const plainLines = (text: string): readonly Line[] => text.split('\n').map((line) => [{ text: line, kind: '' }]);
