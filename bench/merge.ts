import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { parseScheduledTime } from '../lambda/contract/scheduled-time';
import { type WorkflowRow, workflowTable } from '../lambda/contract/tables';
import { GzipFile } from '../lambda/snapshot/gzip-file';
import { mergeTargets, type TargetRowPair } from '../lambda/snapshot/merge';
import { encodeRow } from '../lambda/snapshot/ndjson';
import { RowFile, RowList } from '../lambda/snapshot/row-file';
import { STAMP_LENGTH } from '../lambda/snapshot/stamp';

/*
 * Rows in hand to a finished snapshot file: encode, spool, merge with nothing, hash and compress; beside the bare floor,
 * JSON.stringify and gzip of the same rows into a file. tsx merge ROWS DOCUMENT-BYTES ROUNDS
 */

const [count = 10_000, documentBytes = 16_000, rounds = 5] = process.argv.slice(2).map(Number);
const ROWS_PER_TARGET = 50;
const folder = mkdtempSync(join(tmpdir(), 'bench-merge-'));

const documentOf = (seed: number): string => {
  const lines: string[] = [];
  for (let bytes = 0; bytes < documentBytes; ) {
    const value = createHash('sha256').update(`${seed}/${bytes}`).digest('hex');
    const step = `  - name: Step${bytes}\n    action: RunCommand\n    onFailure: Abort\n    inputs:\n      documentName: "AWS-RunShellScript"\n      commands: ["echo ${value}"]\n`;
    lines.push(step);
    bytes += step.length;
  }
  return lines.join('').slice(0, documentBytes);
};

const rowOf = (index: number): WorkflowRow => {
  const arn = `arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/workflow-${String(index).padStart(6, '0')}/1.0.0/1`;
  return {
    _key: arn,
    account_id: '111122223333',
    arn,
    change_description: null,
    data: documentOf(index),
    date_created: '2026-09-09T19:56:38.339Z',
    description: 'a row of the benchmark',
    kms_key_id: null,
    name: `workflow-${index}`,
    owner: '111122223333',
    parameters: '[]',
    state: null,
    tags: `"id"=>"${randomBytes(4).toString('hex')}"`,
    type: 'BUILD',
    version: '1.0.0',
  };
};

const floor = async (rows: readonly WorkflowRow[]): Promise<void> => {
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(join(folder, 'floor.gz')));
  for (const row of rows) if (!gzip.write(`${JSON.stringify(row)}\n`)) await once(gzip, 'drain');
  gzip.end();
  await written;
};

const ours = async (rows: readonly WorkflowRow[]): Promise<void> => {
  const rowFile = new RowFile(join(folder, 'rows'));
  const snapshot = new GzipFile(join(folder, 'snapshot.gz'), { nameLength: STAMP_LENGTH });
  const changes = new GzipFile(join(folder, 'changes.gz'));
  const run = parseScheduledTime('2026-11-22T06:00:00Z');
  if (run === undefined) throw new Error('no scheduled time');
  await mergeTargets(targetsOf(rows, rowFile), {
    run,
    rowFile,
    snapshot,
    steps: { add: () => Promise.resolve() },
    changes,
  });
  await snapshot.finish();
  await changes.finish();
  for (const file of [snapshot, changes]) await file.close();
  rowFile.close();
};

/** The rows of one target after the other, encoded as the merge gets to them. */
function* targetsOf(rows: readonly WorkflowRow[], rowFile: RowFile): Generator<TargetRowPair> {
  const target = { accountId: '111122223333', region: 'eu-west-1' };
  for (let start = 0; start < rows.length; start += ROWS_PER_TARGET) {
    const lines = rows.slice(start, start + ROWS_PER_TARGET).map((row) => Buffer.from(encodeRow(workflowTable, row)));
    const after = RowList.of(lines.map((line) => rowFile.append(line)));
    yield { target, presence: 'entered', before: RowList.empty, after };
  }
}

const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const main = async (): Promise<void> => {
  const rows = Array.from({ length: count }, (_, index) => rowOf(index));
  const megabytes = rows.reduce((sum, row) => sum + JSON.stringify(row).length + 1, 0) / 1e6;
  const times = { floor: [] as number[], ours: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.floor.push(await secondsOf(() => floor(rows)));
    times.ours.push(await secondsOf(() => ours(rows)));
  }
  rmSync(folder, { recursive: true });
  const [bare, mine] = [megabytes / median(times.floor), megabytes / median(times.ours)];
  console.log(
    JSON.stringify({ rows: count, megabytes, floorPerSecond: bare, oursPerSecond: mine, ratio: mine / bare }),
  );
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
