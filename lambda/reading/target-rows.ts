import { parseWorkflowArn } from '../arn';
import { type CoverageRow, type WorkflowRow, workflowTable } from '../contract/tables';
import { forEachAtMost } from '../pool';
import { LONGEST_LINE_BYTES } from '../snapshot/lines';
import { encodeRow } from '../snapshot/ndjson';
import { RowList, type Slice } from '../snapshot/row-file';
import { ReadError, type WorkflowSummary } from '../source/image-builder';
import { compareUtf8 } from '../utf8-order';
import { type DetailedWorkflow, toDetailed } from './detailed-workflow';
import { type LastRow, LastRows } from './last-rows';
import { isReusable, rowOfSummary, rowOfWorkflow } from './row';
import type { TargetReads } from './target-reads';
import type { CollectTargetOptions, TargetResult } from './target-result';

/** A row found in this run: new in the row file, or a line of the last snapshot that is still true. */
interface FoundRow {
  readonly slice: Slice;
  readonly hasDetails: boolean;
}

/** The rows of a target whose listing is complete: each build is reused, fetched, or kept without its details. */
export class TargetRows {
  private readonly found = new Map<string, FoundRow>();
  private readonly gone = new Set<string>();
  private readonly problems = new Map<string, ReadError>();
  private readonly lastRows: LastRows;
  private reused = 0;

  constructor(
    private readonly options: CollectTargetOptions,
    private readonly reads: TargetReads,
    private readonly summaries: readonly WorkflowSummary[],
  ) {
    this.lastRows = new LastRows(options.rowFile, options.lastRows);
  }

  async collect(): Promise<TargetResult> {
    const { callsAtOnce } = this.options;
    await forEachAtMost(callsAtOnce, this.unknownFirst(), (summary) => this.addListed(summary));
    const missing = this.lastRows.keys().filter((arn) => !this.found.has(arn) && !this.gone.has(arn));
    await forEachAtMost(callsAtOnce, missing, (arn) => this.addMissing(arn));
    return this.result();
  }

  /** Where each build costs a call, a run may have no time for all of them, and the next one must not begin with the same. */
  private unknownFirst(): readonly WorkflowSummary[] {
    if (tagsFrom(this.summaries) !== 'get') return this.summaries;
    const isKnown = ({ arn }: WorkflowSummary): boolean => (this.lastRows.read(arn)?.row.data ?? null) !== null;
    const known = new Set(this.summaries.filter(isKnown));
    return [...this.summaries.filter((summary) => !known.has(summary)), ...known];
  }

  private async addListed(summary: WorkflowSummary): Promise<void> {
    const { accountId } = this.options.target;
    const last = this.lastRows.read(summary.arn);
    if (isReusable(summary, last?.row)) {
      this.reused++;
      return this.add(rowOfSummary(accountId, summary, last?.row), last);
    }
    const workflow = await this.get(summary.arn);
    if (workflow !== undefined) return this.addWorkflow(workflow, summary);
    // A summary that names no build has no identity of its own. The builds that it stands for are asked for as missing.
    if (!this.gone.has(summary.arn) && isBuild(summary.arn))
      this.add(rowOfSummary(accountId, summary, last?.row), last);
  }

  /** A build that a complete list lacks need not be gone: deprecated builds may not be listed. Only AWS can say. */
  private async addMissing(arn: string): Promise<void> {
    const workflow = await this.get(arn);
    if (workflow !== undefined) return this.addWorkflow(workflow);
    if (this.gone.has(arn)) return;
    const last = this.lastRows.read(arn);
    if (last !== undefined) this.found.set(arn, { slice: last.slice, hasDetails: last.row.data !== null });
  }

  /** The build, or undefined where it is gone, or where its details cannot be had. */
  private async get(arn: string): Promise<DetailedWorkflow | undefined> {
    try {
      return toDetailed(this.options.target, arn, await this.reads.getWorkflow(arn));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      if (error.reason === 'not_found') this.gone.add(arn);
      else this.problems.set(arn, error);
      return undefined;
    }
  }

  private addWorkflow(workflow: DetailedWorkflow, summary?: WorkflowSummary): void {
    const row = rowOfWorkflow(this.options.target.accountId, workflow, summary);
    const line = lineOf(row);
    const last = this.lastRows.read(row._key);
    if (line.length <= LONGEST_LINE_BYTES) {
      this.add(row, last, line);
    } else {
      const problem = `the row would be ${line.length} bytes long; Athena reads at most ${LONGEST_LINE_BYTES}`;
      this.problems.set(row._key, new ReadError('invalid_response', 'RowTooLong', problem));
      this.add({ ...row, data: null, kms_key_id: null, parameters: null }, last);
    }
  }

  /** @param last the row of the same key in the last snapshot, where there is one */
  private add(row: WorkflowRow, last: LastRow | undefined, line?: Buffer): void {
    this.found.set(row._key, { slice: this.sliceOf(row, last, line), hasDetails: row.data !== null });
  }

  /** Most rows are what they were: to compare one costs far less than to write it as a line. */
  private sliceOf(row: WorkflowRow, last: LastRow | undefined, line?: Buffer): Slice {
    if (last !== undefined && isSameRow(row, last.row)) return last.slice;
    const written = line ?? lineOf(row);
    return last?.line.equals(written) ? last.slice : this.options.rowFile.append(written);
  }

  private result(): TargetResult {
    const keys = [...this.found.keys()].sort(compareUtf8);
    checkPrefix(keys);
    const rows = [...this.found.values()];
    const [problem] = [...this.problems.keys()].sort(compareUtf8).map((arn) => this.problems.get(arn));
    return {
      target: this.options.target,
      outcome: problem === undefined ? 'complete' : 'partial',
      error: problem && { code: problem.code, message: problem.message },
      rows: RowList.of(keys.flatMap((key) => this.found.get(key)?.slice ?? [])),
      rowsWithoutDetail: rows.filter(({ hasDetails }) => !hasDetails).length,
      reusedRows: this.reused,
      tagsFrom: tagsFrom(this.summaries),
      listCalls: this.reads.listCalls,
      getCalls: this.reads.getCalls,
    };
  }
}

const isSameRow = (row: WorkflowRow, last: WorkflowRow): boolean =>
  workflowTable.columns.every(({ name }) => row[name] === last[name]);

const lineOf = (row: WorkflowRow): Buffer => Buffer.from(encodeRow(workflowTable, row));

/** The rows of a target stand together in ARN order only if they agree on the partition. */
const checkPrefix = (keys: readonly string[]): void => {
  const prefixes = new Set(keys.map((key) => parseWorkflowArn(key)?.prefix));
  if (prefixes.size > 1)
    throw new ReadError(
      'invalid_response',
      'MixedPartitions',
      `the answers name ARNs of ${[...prefixes].join(' and ')}`,
    );
};

const isBuild = (arn: string): boolean => parseWorkflowArn(arn)?.isBuild === true;

const tagsFrom = (summaries: readonly WorkflowSummary[]): CoverageRow['tags_from'] => {
  if (summaries.length === 0) return null;
  return summaries.some(({ tags }) => tags !== undefined) ? 'list' : 'get';
};
