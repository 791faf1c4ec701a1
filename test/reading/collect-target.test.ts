import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type WorkflowRow, workflowTable } from '../../lambda/contract/tables';
import { collectTarget } from '../../lambda/reading/collect-target';
import { rowOfWorkflow } from '../../lambda/reading/row';
import type { TargetResult } from '../../lambda/reading/target-result';
import { LONGEST_LINE_BYTES } from '../../lambda/snapshot/lines';
import { decodeRow, encodeRow } from '../../lambda/snapshot/ndjson';
import { RowFile, RowList } from '../../lambda/snapshot/row-file';
import type { Workflow } from '../../lambda/source/image-builder';
import { type Answer, refusal } from '../../local/fake-image-builder/answer';
import type { Behaviour } from '../../local/fake-image-builder/behaviour';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import type { WorkflowDefinition } from '../../local/fake-image-builder/fake-build';
import type { Habits } from '../../local/fake-image-builder/fake-region';
import { ACCOUNT, accountOf, buildArn, definition, workflow } from '../fakes/account';
import { AccountSource } from '../fakes/account-source';

const REGION = 'eu-west-1';
const TARGET = { accountId: ACCOUNT, region: REGION };
const A = buildArn(REGION, 'a');
const B = buildArn(REGION, 'b');
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;

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

/** An account with those builds in the one Region. */
const holding = (...definitions: readonly WorkflowDefinition[]): FakeAccount => accountOf({ [REGION]: definitions });

/** GetWorkflow is answered so, where that is not undefined. */
const refusingGets = (refuse: (arn: string) => Answer | undefined): Behaviour => ({
  kind: 'scripted',
  refuse: ({ action, resource }) => (action === 'GetWorkflow' ? refuse(resource) : undefined),
});

const withHabits = (account: FakeAccount, habits: Partial<Habits>): FakeAccount => {
  const region = account.region(REGION);
  region.habits = { ...region.habits, ...habits };
  return account;
};

/** Collects the one Region, over what the last snapshot held of it. */
const collect = async (
  account: FakeAccount,
  last: readonly WorkflowRow[] = [],
  signal = new AbortController().signal,
): Promise<Collected> => {
  const lastRows = RowList.of(last.map((row) => rowFile.append(Buffer.from(encodeRow(workflowTable, row)))));
  const api = new AccountSource(account).imageBuilder(TARGET);
  const result = await collectTarget({ target: TARGET, api, lastRows, rowFile, signal, callsAtOnce: 2 });
  const served = [...(result.rows ?? [])].map((slice) =>
    decodeRow(workflowTable, rowFile.read(slice).toString('utf8')),
  );
  return { ...result, served };
};

describe('a target that answers', () => {
  it('is complete, and fetches each build that it has not seen before', async () => {
    const result = await collect(
      holding(definition('b', { dateCreated: '2026-10-01T00:00:00.000Z' }), definition('a')),
    );
    expect(result).toMatchObject({ outcome: 'complete', listCalls: 1, getCalls: 2, reusedRows: 0, tagsFrom: 'list' });
    expect(result.served.map(({ arn }) => arn)).toEqual([A, B]);
  });

  it('reuses what cannot have changed, and takes state and tags from the list', async () => {
    const account = holding(definition('a', { tags: { team: 'new' } }));
    account.region(REGION).deprecate(A);
    const result = await collect(account, [lastRow(A, { tags: { team: 'old' } })]);
    expect(result).toMatchObject({ getCalls: 0, reusedRows: 1 });
    expect(result.served).toMatchObject([{ tags: '"team"=>"new"', state: '{"status":"DEPRECATED"}' }]);
  });

  it('reads each row that it reuses from disk once', async () => {
    const data = 'x'.repeat(50_000);
    const names = Array.from({ length: 10 }, (_, i) => `w${i}`);
    const read = rowFile.read.bind(rowFile);
    let bytesRead = 0;
    rowFile.read = (slice) => {
      bytesRead += slice.bytes;
      return read(slice);
    };
    const last = names.map((name) => lastRow(buildArn(REGION, name), { data }));
    const bytes = last.reduce((sum, row) => sum + encodeRow(workflowTable, row).length, 0);

    const result = await collect(holding(...names.map((name) => definition(name, { data }))), last);
    expect(result).toMatchObject({ reusedRows: 10, getCalls: 0 });
    // The check of what is served reads each once more.
    expect(bytesRead - bytes).toBeLessThan(bytes * 1.1);
  });

  it('fetches a build whose number was given again after a delete', async () => {
    const account = holding(definition('a', { data: 'the second', dateCreated: '2026-11-01T00:00:00.000Z' }));
    const result = await collect(account, [lastRow(A, { data: 'the first' })]);
    expect(result).toMatchObject({ getCalls: 1, served: [{ data: 'the second' }] });
  });

  it('fetches a build whose details were refused before', async () => {
    const without = { ...lastRow(A), data: null, parameters: null, kms_key_id: null };
    const result = await collect(holding(definition('a')), [without]);
    expect(result).toMatchObject({ outcome: 'complete', getCalls: 1, rowsWithoutDetail: 0 });
  });

  it('fetches each build where the list carries no tags, and says so', async () => {
    const account = withHabits(holding(definition('a', { tags: { a: 'b' } })), { carryTags: false });
    const result = await collect(account, [lastRow(A)]);
    expect(result).toMatchObject({ tagsFrom: 'get', getCalls: 1, served: [{ tags: '"a"=>"b"' }] });
  });

  it('takes the ARN that GetWorkflow gives, where the list names only a version', async () => {
    const result = await collect(withHabits(holding(definition('a')), { nameBuilds: false }));
    expect(result.served).toMatchObject([{ arn: A }]);
  });

  it.each([[[]], [undefined]])(
    'says [] where parameters are %j, and live where there is no status',
    async (parameters) => {
      for (const carryLiveState of [false, true]) {
        const account = holding(definition('a', { ...(parameters && { parameters }) }));
        const result = await collect(withHabits(account, { carryLiveState }));
        expect(result.served).toMatchObject([{ parameters: '[]', state: null }]);
      }
    },
  );
});

describe('a build that a complete list lacks', () => {
  it('is gone when AWS says that it does not exist', async () => {
    const result = await collect(holding(definition('a')), [lastRow(A), lastRow(B)]);
    expect(result).toMatchObject({ outcome: 'complete', getCalls: 1 });
    expect(result.served).toHaveLength(1);
  });

  it('stays, fresh, when AWS answers for it: deprecated builds may not be listed', async () => {
    const account = withHabits(holding(definition('a'), definition('b')), { carryDeprecated: false });
    account.region(REGION).deprecate(B, 'old');
    const { outcome, served } = await collect(account, [lastRow(B)]);
    expect(outcome).toBe('complete');
    expect(served[1]?.state).toBe('{"status":"DEPRECATED","reason":"old"}');
  });

  it.each([
    ['denied', 403, 'AccessDeniedException'],
    ['invalid_request', 400, 'InvalidRequestException'],
    ['throttled', 429, 'CallRateLimitExceededException'],
  ])('is carried over when the answer is anything else than "not found": %s', async (_, status, code) => {
    const account = holding();
    account.region(REGION).behaviour = refusingGets(() => refusal(status, code, 'the service said no'));
    const result = await collect(account, [lastRow(B)]);
    expect(result).toMatchObject({ outcome: 'partial', error: { code }, served: [lastRow(B)] });
  });
});

describe('a build whose details are refused', () => {
  let account: FakeAccount;
  beforeEach(() => {
    account = holding(definition('a', { kmsKeyId: KEY, tags: { team: 'x' } }), definition('b'));
    account.region(REGION).denyKey(KEY);
  });

  it('costs its own three columns, and its neighbours nothing', async () => {
    const result = await collect(account);
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
    const last = [lastRow(A, { tags: { kept: 'yes' } }), lastRow(B)];
    const result = await collect(withHabits(account, { carryTags: false }), last);
    expect(result).toMatchObject({ outcome: 'partial', rowsWithoutDetail: 0 });
    expect(result.served[0]).toMatchObject({ data: lastRow(A).data, tags: '"kept"=>"yes"' });
  });

  it('does not take the details of an earlier build with the same number', async () => {
    const result = await collect(account, [lastRow(A, { dateCreated: '2020-01-01T00:00:00.000Z' })]);
    expect(result.served[0]).toMatchObject({ arn: A, data: null });
  });

  it.each([
    ['another ARN', workflow(B), 'OtherWorkflow', 'GetWorkflow answered with another ARN than it was asked for'],
    [
      'the ARN of a version',
      workflow(A.replace(/\/1$/, '')),
      'OtherWorkflow',
      'GetWorkflow answered with another ARN than it was asked for',
    ],
    [
      'an ARN of another Region',
      workflow(buildArn('us-east-1', 'a')),
      'ForeignArn',
      `the answer names "${buildArn('us-east-1', 'a')}", which is no workflow of account ${ACCOUNT} in eu-west-1`,
    ],
    ['no document', { ...workflow(A), data: undefined }, 'NoDocument', 'GetWorkflow answered without a document'],
  ])('is what becomes of an answer with %s', async (_, answer, code, message) => {
    const api = new AccountSource(holding(definition('a'))).imageBuilder(TARGET);
    const options = {
      target: TARGET,
      lastRows: RowList.empty,
      rowFile,
      signal: new AbortController().signal,
      callsAtOnce: 1,
    };
    const result = await collectTarget({ ...options, api: { ...api, getWorkflow: async () => answer } });
    expect(result).toMatchObject({ outcome: 'partial', rowsWithoutDetail: 1, error: { code, message } });
  });

  it('is no row where neither the list nor GetWorkflow names it, but only its version', async () => {
    const version = A.replace(/\/1$/, '');
    const api = new AccountSource(withHabits(holding(definition('a')), { nameBuilds: false })).imageBuilder(TARGET);
    const { signal } = new AbortController();
    const options = { target: TARGET, lastRows: RowList.empty, rowFile, signal, callsAtOnce: 1 };
    const result = await collectTarget({ ...options, api: { ...api, getWorkflow: async () => workflow(version) } });
    expect(result).toMatchObject({ outcome: 'partial', error: { code: 'OtherWorkflow' }, rowsWithoutDetail: 0 });
    expect(result.rows?.length).toBe(0);
  });

  it('is one whose row would be a longer line than Athena reads, and says so', async () => {
    const account = holding(definition('a', { data: 'x'.repeat(LONGEST_LINE_BYTES) }), definition('b'));
    const result = await collect(account);
    expect(result).toMatchObject({
      outcome: 'partial',
      rowsWithoutDetail: 1,
      error: {
        code: 'RowTooLong',
        message: expect.stringMatching(/^the row would be 32\d{6} bytes long; Athena reads at most 32000000$/),
      },
    });
    expect(result.served).toMatchObject([
      { arn: A, data: null, kms_key_id: null, parameters: null, name: 'a' },
      { arn: B, data: 'schemaVersion: 1.0\nsteps: []\n' },
    ]);
  });

  it('is no longer asked for when the service refuses one after the other', async () => {
    const many = holding(...Array.from({ length: 40 }, (_, i) => definition(`w${i}`)));
    many.region(REGION).behaviour = refusingGets(() => refusal(429, 'CallRateLimitExceededException', 'slow down'));
    const result = await collect(many);
    expect(result).toMatchObject({ outcome: 'partial', rowsWithoutDetail: 40 });
    expect(result.getCalls).toBeLessThan(10);
  });

  it.each([
    ['five are refused in a row', 429, () => true, 5],
    ['five fail in a row', 500, () => true, 5],
    ['four are refused, then one is answered', 429, (call: number) => call % 5 !== 0, 20],
    ['permissions are missing, which is nobody’s burden', 403, () => true, 20],
  ])('is given up where %s', async (_, status, isRefused, getCalls) => {
    const builds = Array.from({ length: 20 }, (_, i) => definition(`w${i + 10}`));
    const many = holding(...builds);
    let calls = 0;
    many.region(REGION).behaviour = refusingGets(() =>
      isRefused(++calls) ? refusal(status, 'SomethingNew', 'no') : undefined,
    );
    const api = new AccountSource(many).imageBuilder(TARGET);
    const { signal } = new AbortController();
    const options = { target: TARGET, api, lastRows: RowList.empty, rowFile, signal, callsAtOnce: 1 };
    expect(await collectTarget(options)).toMatchObject({ outcome: 'partial', getCalls });
  });
});

describe('the deadline', () => {
  it('makes no call once it has struck', async () => {
    const result = await collect(holding(definition('a')), [lastRow(A)], AbortSignal.abort());
    expect(result).toMatchObject({ outcome: 'timed_out', rows: undefined, listCalls: 0 });
  });

  it('keeps the details that were fetched before it, once the list is complete', async () => {
    const stop = new AbortController();
    const account = holding(definition('a'), definition('b'), definition('c'));
    account.region(REGION).behaviour = refusingGets((arn) => {
      if (arn === A) stop.abort();
      return undefined;
    });
    const result = await collect(account, [], stop.signal);
    expect(result).toMatchObject({
      outcome: 'partial',
      error: { code: 'DeadlineReached', message: 'the time for this run was up before the call was made' },
    });
    expect(result.served[0]?.data).not.toBeNull();
    expect(result.rowsWithoutDetail).toBeGreaterThan(0);
  });
});
