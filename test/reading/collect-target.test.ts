import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type WorkflowRow, workflowTable } from '../../lambda/contract/tables';
import { collectTarget } from '../../lambda/reading/collect-target';
import { rowOfWorkflow } from '../../lambda/reading/row';
import type { TargetResult } from '../../lambda/reading/target-result';
import { decodeRow, encodeRow } from '../../lambda/snapshot/ndjson';
import { RowFile, RowList } from '../../lambda/snapshot/row-file';
import { ReadError, type Workflow } from '../../lambda/source/image-builder';
import { ACCOUNT, buildArn, type FakeRegion, FakeSource, summaryOf, workflow } from '../fakes/fake-source';

const REGION = 'eu-west-1';
const TARGET = { accountId: ACCOUNT, region: REGION };
const A = buildArn(REGION, 'a');
const B = buildArn(REGION, 'b');
const DENIED = new ReadError('denied', 'AccessDeniedException', 'not authorized to perform: kms:Decrypt');

let rowFile: RowFile;
beforeEach(() => {
  rowFile = new RowFile(join(mkdtempSync(join(tmpdir(), 'target-')), 'rows'));
});
afterEach(() => rowFile.close());

const lastRow = (arn: string, members: Partial<Workflow> = {}): WorkflowRow => {
  const { data = '', ...rest } = workflow(arn, members);
  return rowOfWorkflow(ACCOUNT, { ...rest, data });
};

interface Collected extends TargetResult {
  readonly served: readonly WorkflowRow[];
}

/** Collects one Region, over what the last snapshot held of it. */
const collect = async (
  region: FakeRegion,
  last: readonly WorkflowRow[] = [],
  signal = new AbortController().signal,
): Promise<Collected> => {
  const lastRows = RowList.of(last.map((row) => rowFile.append(Buffer.from(encodeRow(workflowTable, row)))));
  const api = new FakeSource({ [REGION]: region }).imageBuilder(TARGET);
  const result = await collectTarget({ target: TARGET, api, lastRows, rowFile, signal, callsAtOnce: 2 });
  const served = [...(result.rows ?? [])].map((slice) =>
    decodeRow(workflowTable, rowFile.read(slice).toString('utf8')),
  );
  return { ...result, served };
};

describe('a target that answers', () => {
  it('is complete, and fetches each build that it has not seen before', async () => {
    const result = await collect({ builds: [workflow(B), workflow(A)] });
    expect(result).toMatchObject({ outcome: 'complete', listCalls: 1, getCalls: 2, reusedRows: 0, tagsFrom: 'list' });
    expect(result.served.map(({ arn }) => arn)).toEqual([A, B]);
  });

  it('reuses what cannot have changed, and takes state and tags from the list', async () => {
    const builds = [workflow(A, { tags: { team: 'new' }, state: { status: 'DEPRECATED' } })];
    const result = await collect({ builds }, [lastRow(A, { tags: { team: 'old' } })]);
    expect(result).toMatchObject({ getCalls: 0, reusedRows: 1 });
    expect(result.served).toMatchObject([{ tags: '"team"=>"new"', state: '{"status":"DEPRECATED"}' }]);
  });

  it('reads each row that it reuses from disk once', async () => {
    const data = 'x'.repeat(50_000);
    const builds = Array.from({ length: 10 }, (_, i) => workflow(buildArn(REGION, `w${i}`), { data }));
    const read = rowFile.read.bind(rowFile);
    let bytesRead = 0;
    rowFile.read = (slice) => {
      bytesRead += slice.bytes;
      return read(slice);
    };
    const last = builds.map(({ arn }) => lastRow(arn, { data }));
    const bytes = last.reduce((sum, row) => sum + encodeRow(workflowTable, row).length, 0);

    const result = await collect({ builds }, last);
    expect(result).toMatchObject({ reusedRows: 10, getCalls: 0 });
    // The check of what is served reads each once more.
    expect(bytesRead - bytes).toBeLessThan(bytes * 1.1);
  });

  it('fetches a build whose number was given again after a delete', async () => {
    const builds = [workflow(A, { data: 'the second', dateCreated: '2026-11-01T00:00:00.000Z' })];
    const result = await collect({ builds }, [lastRow(A, { data: 'the first' })]);
    expect(result).toMatchObject({ getCalls: 1, served: [{ data: 'the second' }] });
  });

  it('fetches a build whose details were refused before', async () => {
    const without = { ...lastRow(A), data: null, parameters: null, kms_key_id: null };
    const result = await collect({ builds: [workflow(A)] }, [without]);
    expect(result).toMatchObject({ outcome: 'complete', getCalls: 1, rowsWithoutDetail: 0 });
  });

  it('fetches each build where the list carries no tags, and says so', async () => {
    const summarise = (build: Workflow) => ({ ...summaryOf(build), tags: undefined });
    const result = await collect({ builds: [workflow(A, { tags: { a: 'b' } })], summarise }, [lastRow(A)]);
    expect(result).toMatchObject({ tagsFrom: 'get', getCalls: 1, served: [{ tags: '"a"=>"b"' }] });
  });

  it('takes the ARN that GetWorkflow gives, where the list names only a version', async () => {
    const version = A.replace(/\/1$/, '');
    const region = { builds: [workflow(A)], summarise: (build: Workflow) => ({ ...summaryOf(build), arn: version }) };
    const api = new FakeSource({ [REGION]: region }).imageBuilder(TARGET);
    const getWorkflow = () => api.getWorkflow(A);
    const options = {
      target: TARGET,
      lastRows: RowList.empty,
      rowFile,
      signal: new AbortController().signal,
      callsAtOnce: 2,
    };
    const { rows } = await collectTarget({ ...options, api: { ...api, getWorkflow } });
    expect(rows?.length).toBe(1);
  });

  it.each([[[]], [undefined]])(
    'says [] where parameters are %j, and live where there is no status',
    async (parameters) => {
      for (const state of [undefined, {}]) {
        const result = await collect({ builds: [workflow(A, { parameters, state })] });
        expect(result.served).toMatchObject([{ parameters: '[]', state: null }]);
      }
    },
  );
});

describe('a build that a complete list lacks', () => {
  it('is gone when AWS says that it does not exist', async () => {
    const result = await collect({ builds: [workflow(A)] }, [lastRow(A), lastRow(B)]);
    expect(result).toMatchObject({ outcome: 'complete', getCalls: 1 });
    expect(result.served).toHaveLength(1);
  });

  it('stays, fresh, when AWS answers for it: deprecated builds may not be listed', async () => {
    const region: FakeRegion = { builds: [workflow(A)] };
    const api = new FakeSource({ [REGION]: region }).imageBuilder(TARGET);
    const deprecated = workflow(B, { state: { status: 'DEPRECATED', reason: 'old' } });
    const lastRows = RowList.of([rowFile.append(Buffer.from(encodeRow(workflowTable, lastRow(B))))]);
    const getWorkflow = async (arn: string) => (arn === B ? deprecated : api.getWorkflow(arn));
    const signal = new AbortController().signal;
    const { outcome, rows } = await collectTarget({
      target: TARGET,
      api: { ...api, getWorkflow },
      lastRows,
      rowFile,
      signal,
      callsAtOnce: 1,
    });
    const [, second] = [...(rows ?? [])].map((slice) => decodeRow(workflowTable, rowFile.read(slice).toString()));
    expect(outcome).toBe('complete');
    expect(second?.state).toBe('{"status":"DEPRECATED","reason":"old"}');
  });

  it.each([
    ['denied', DENIED],
    ['invalid_request', new ReadError('invalid_request', 'InvalidRequestException', 'no such resource')],
    ['throttled', new ReadError('throttled', 'CallRateLimitExceededException', 'slow down')],
  ])('is carried over when the answer is anything else than "not found": %s', async (_, error) => {
    const result = await collect({ builds: [], getError: () => error }, [lastRow(B)]);
    expect(result).toMatchObject({ outcome: 'partial', error: { code: error.code }, served: [lastRow(B)] });
  });
});

describe('a build whose details are refused', () => {
  const region: FakeRegion = {
    builds: [workflow(A, { tags: { team: 'x' } }), workflow(B)],
    getError: (arn) => (arn === A ? DENIED : undefined),
  };

  it('costs its own three columns, and its neighbours nothing', async () => {
    const result = await collect(region);
    expect(result).toMatchObject({
      outcome: 'partial',
      rowsWithoutDetail: 1,
      error: { code: 'AccessDeniedException' },
    });
    expect(result.served).toMatchObject([
      { arn: A, data: null, kms_key_id: null, parameters: null, tags: '"team"=>"x"', name: 'a' },
      { arn: B, data: 'schemaVersion: 1.0\nsteps: []\n' },
    ]);
  });

  it('keeps the details and the tags of the last snapshot, where the list gives no tags', async () => {
    const summarise = (build: Workflow) => ({ ...summaryOf(build), tags: undefined });
    const result = await collect({ ...region, summarise }, [lastRow(A, { tags: { kept: 'yes' } }), lastRow(B)]);
    expect(result).toMatchObject({ outcome: 'partial', rowsWithoutDetail: 0 });
    expect(result.served[0]).toMatchObject({ data: lastRow(A).data, tags: '"kept"=>"yes"' });
  });

  it('does not take the details of an earlier build with the same number', async () => {
    const result = await collect(region, [lastRow(A, { dateCreated: '2020-01-01T00:00:00.000Z' })]);
    expect(result.served[0]).toMatchObject({ arn: A, data: null });
  });

  it.each([
    ['another ARN', workflow(B)],
    ['an ARN of another Region', workflow(buildArn('us-east-1', 'a'))],
    ['no document', { ...workflow(A), data: undefined }],
  ])('is what becomes of an answer with %s', async (_, answer) => {
    const api = new FakeSource({ [REGION]: { builds: [workflow(A)] } }).imageBuilder(TARGET);
    const options = {
      target: TARGET,
      lastRows: RowList.empty,
      rowFile,
      signal: new AbortController().signal,
      callsAtOnce: 1,
    };
    const result = await collectTarget({ ...options, api: { ...api, getWorkflow: async () => answer } });
    expect(result).toMatchObject({ outcome: 'partial', rowsWithoutDetail: 1 });
  });

  it('is no longer asked for when the service refuses one after the other', async () => {
    const builds = Array.from({ length: 40 }, (_, i) => workflow(buildArn(REGION, `w${i}`)));
    const getError = () => new ReadError('throttled', 'CallRateLimitExceededException', 'slow down');
    const result = await collect({ builds, getError });
    expect(result).toMatchObject({ outcome: 'partial', rowsWithoutDetail: 40 });
    expect(result.getCalls).toBeLessThan(10);
  });
});

describe('the deadline', () => {
  it('makes no call once it has struck', async () => {
    const result = await collect({ builds: [workflow(A)] }, [lastRow(A)], AbortSignal.abort());
    expect(result).toMatchObject({ outcome: 'timed_out', rows: undefined, listCalls: 0 });
  });

  it('keeps the details that were fetched before it, once the list is complete', async () => {
    const stop = new AbortController();
    const getError = (arn: string) => {
      if (arn === A) stop.abort();
      return undefined;
    };
    const result = await collect(
      { builds: [workflow(A), workflow(B), workflow(buildArn(REGION, 'c'))], getError },
      [],
      stop.signal,
    );
    expect(result).toMatchObject({ outcome: 'partial', error: { code: 'DeadlineReached' } });
    expect(result.served[0]?.data).not.toBeNull();
    expect(result.rowsWithoutDetail).toBeGreaterThan(0);
  });
});
