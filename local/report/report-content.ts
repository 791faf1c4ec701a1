import type { ChangeRow, CoverageRow } from '../../lambda/contract/tables';
import { type WorkflowRow, workflowTable } from '../../lambda/contract/tables';
import { decodeRow, decodeWithoutData } from '../../lambda/snapshot/ndjson';
import type { RowFile, Slice } from '../../lambda/snapshot/row-file';
import type { Build, Change, CoverageCell, ReportIndex } from '../../page/report-data';
import { buildOf } from './build-data';
import { changeOf } from './change-data';
import type { DocumentStore } from './document-store';
import type { NewestRun } from './lake-content';

/** What is packed into the page. */
export interface ReportContent {
  readonly index: ReportIndex;
  /** Packed. */
  readonly chunks: readonly string[];
}

interface ContentSource {
  /** How the lake is called in the report. */
  readonly lake: string;
  readonly madeAt: string;
  readonly newest: NewestRun;
  readonly rowFile: RowFile;
  readonly changes: AsyncIterable<ChangeRow>;
  /** Whether a published run is the first of the lake. */
  readonly isFirstRun: (run: string) => Promise<boolean>;
  readonly store: DocumentStore;
  readonly hasDocuments: boolean;
}

export const reportContent = async (source: ContentSource): Promise<ReportContent> => {
  const { newest, store } = source;
  const builds = buildsOf(source);
  const changes = await changesOf(source);
  store.end();
  const index: ReportIndex = {
    lake: source.lake,
    made_at: source.madeAt,
    run: newest.run,
    previous_run: newest.manifest.previous_run,
    collector_account_id: newest.manifest.collector_account_id,
    coverage: newest.coverage?.map(cellOf) ?? null,
    changes,
    has_whole_history: await source.isFirstRun(changes.at(-1)?.run ?? newest.run),
    builds,
    documents: store.facts,
    has_documents: source.hasDocuments,
    chunks: store.chunkSizes,
  };
  return { index, chunks: store.chunks };
};

/** Read one by one from the disk: documents that are alike come together, and only packed ones stay in memory. */
const buildsOf = ({ newest, rowFile, store }: ContentSource): readonly Build[] =>
  sortedSlices(newest, rowFile).map((slice) => {
    const row = decodeRow(workflowTable, rowFile.read(slice).toString('utf8'));
    return buildOf(row, row.data === null ? null : store.numberOf(row.data));
  });

const sortedSlices = ({ snapshot }: NewestRun, rowFile: RowFile): readonly Slice[] =>
  [...snapshot.blocks.values()]
    .flatMap(({ rows }) => [...rows])
    .map((slice) => ({ slice, key: sortKey(decodeWithoutData(rowFile.read(slice))) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ slice }) => slice);

const sortKey = ({ name, type, arn }: WorkflowRow): string => [name, type, pathOf(arn)].join('\n');

/** Its numbers of equal width, so that 1.10.0 comes after 1.9.0. */
const pathOf = (arn: string): string => {
  const path = arn.slice(arn.indexOf(':workflow/')).replaceAll(/\d+/g, (number) => number.padStart(8, '0'));
  return `${path}\n${arn}`;
};

const changesOf = async ({ changes, store }: ContentSource): Promise<readonly Change[]> => {
  const all: Change[] = [];
  for await (const row of changes) all.push(changeOf(row, (text) => store.numberOf(text)));
  return all;
};

const cellOf = (row: CoverageRow): CoverageCell => ({
  account_id: row.account_id,
  region: row.region,
  outcome: row.outcome,
  as_of: row.as_of,
  rows: row.rows,
  rows_without_detail: row.rows_without_detail,
  error_code: row.error_code,
  error_message: row.error_message,
});
