import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

interface Document {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export const readDocument = (path: string): Document => ({ path, text: readFileSync(join(ROOT, path), 'utf8') });

/** The files in a folder and the folders under it, with a given ending; paths from the root. */
export const filesUnder = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();

/** Everything that people wrote for people. */
export const documents = (): readonly Document[] =>
  ['README.md', 'CHANGELOG.md', ...filesUnder('docs', '.md')].map(readDocument);

/** A fenced block of a document. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  /** The comment right above it: `<!-- from FILE -->`. */
  readonly from: string | undefined;
  /** The block that follows it with nothing but an empty line in between. */
  readonly next: Block | undefined;
}

const FENCE = /(?:<!-- from (\S+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm;

export const blocksOf = ({ text }: Document): readonly Block[] => {
  const matches = [...text.matchAll(FENCE)];
  const blocks: Block[] = [];
  for (const match of matches.reverse()) {
    const [whole, from, language = '', content = ''] = match;
    const rest = text.slice(match.index + whole.length);
    const next = rest.startsWith('\n\n```') ? blocks[0] : undefined;
    const line = text.slice(0, match.index).split('\n').length;
    blocks.unshift({ language, text: content, line, from, next });
  }
  return blocks;
};

const LINK = /\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm;

/** The links of a document that do not leave the repository, and what is wrong with those that are broken. */
export const brokenLinks = (document: Document): readonly string[] =>
  [...document.text.matchAll(LINK)]
    .map(([, inline, reference]) => inline ?? reference ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !isThere(document, link))
    .map((link) => `${document.path}: ${link}`);

const isThere = (document: Document, link: string): boolean => {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? document.path : relative(ROOT, join(ROOT, dirname(document.path), file));
  if (!existsSync(join(ROOT, path))) return false;
  return anchor === undefined || anchorsOf(readDocument(path)).includes(anchor);
};

/** As GitHub makes them from headings. */
const anchorsOf = ({ text }: Document): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
