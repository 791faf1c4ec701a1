import { blocksOf, documents } from '../../docs/documents';

interface PublishedQuery {
  /** The document and the line. */
  readonly where: string;
  readonly sql: string;
}

/** Every query in every document. */
export const published: readonly PublishedQuery[] = documents().flatMap(({ path, text }) =>
  blocksOf({ path, text })
    .filter(({ language }) => language === 'sql')
    .map((block) => ({ where: `${path}:${block.line}`, sql: block.text })),
);
