import { type Block, blocksOf, documents } from '../../docs/documents';

interface PublishedQuery {
  /** The document and the line. */
  readonly where: string;
  readonly sql: string;
  /** Where the document says so, by a comment right above. */
  readonly isDuckDbAlone: boolean;
}

const isMarked = (text: string, { line }: Block): boolean => text.split('\n')[line - 2] === '<!-- DuckDB alone -->';

/** Every query in every document. */
export const published: readonly PublishedQuery[] = documents().flatMap(({ path, text }) =>
  blocksOf({ path, text })
    .filter(({ language }) => language === 'sql')
    .map((block) => ({ where: `${path}:${block.line}`, sql: block.text, isDuckDbAlone: isMarked(text, block) })),
);
