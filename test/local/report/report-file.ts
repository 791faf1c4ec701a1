import { unpack } from '../../../page/blocks';
import { chunkShape, indexShape, type ReportIndex, type WorkflowDocument } from '../../../page/report-data';

/** What a report holds, read as the page reads it. */
export interface ReadReport {
  readonly index: ReportIndex;
  readonly documents: readonly WorkflowDocument[];
}

const BLOCK = /<script type="application\/octet-stream" (?:id|class)="(\w+)">([^<]*)<\/script>/g;

export const readReport = async (html: string): Promise<ReadReport> => {
  const blocks = [...html.matchAll(BLOCK)].map(([, name = '', packed = '']) => ({ name, packed }));
  const [index] = await Promise.all(of(blocks, 'index').map((block) => unpack(block, indexShape)));
  if (index === undefined) throw new Error('the report has no index');
  const chunks = await Promise.all(of(blocks, 'documents').map((block) => unpack(block, chunkShape)));
  return { index, documents: chunks.flat() };
};

const of = (blocks: readonly { readonly name: string; readonly packed: string }[], name: string) =>
  blocks
    .filter((block) => block.name === name)
    .map(({ packed }) => ({ textContent: packed, replaceChildren: () => undefined }));
