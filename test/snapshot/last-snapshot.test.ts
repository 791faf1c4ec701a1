import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Content } from '../../lambda/contract/manifest';
import { SCHEMA_VERSION, type WorkflowRow, workflowTable } from '../../lambda/contract/tables';
import { rowOfWorkflow } from '../../lambda/reading/row';
import { readLastSnapshot } from '../../lambda/snapshot/last-snapshot';
import { encodeRow } from '../../lambda/snapshot/ndjson';
import { RowFile } from '../../lambda/snapshot/row-file';
import { BrokenSnapshotError } from '../../lambda/snapshot/snapshot-layout';
import { ACCOUNT, buildArn, workflow } from '../fakes/account';

/** A snapshot is unpacked in pieces of so many bytes, wherever its lines end. */
const CHUNK = 256 * 1024;

const OTHER_ACCOUNT = '999988887777';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'last-snapshot-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rowOfBuild = (arn: string, data: string | null = 'steps: []'): WorkflowRow => ({
  ...rowOfWorkflow(arn.split(':')[4] ?? '', { ...workflow(arn), data: '' }),
  data,
});

const lineOf = (row: WorkflowRow): string => encodeRow(workflowTable, row);

/** The line of a build whose document is filled up until the line, without its newline, has that many bytes. */
const lineOfLength = (arn: string, bytes: number): string => {
  const empty = lineOf(rowOfBuild(arn, '')).length;
  return lineOf(rowOfBuild(arn, 'd'.repeat(bytes - empty)));
};

interface Target {
  readonly lines: readonly string[];
  readonly rowsWithoutDetail: number;
}

/** Reads a snapshot with that text: the lines of each target, and how many lines there are. */
const read = async (text: string, expected?: Content, pack: (text: Buffer) => Buffer = (bytes) => gzipSync(bytes)) => {
  const path = join(folder, 'snapshot.ndjson.gz');
  writeFileSync(path, pack(Buffer.from(text)));
  const rowFile = new RowFile(join(folder, 'rows'));
  try {
    const last = await readLastSnapshot(
      path,
      rowFile,
      expected && { ...expected, schemaVersion: SCHEMA_VERSION, isSameObject: true },
    );
    const targets: Record<string, Target> = {};
    for (const [name, { rows, rowsWithoutDetail }] of last.blocks) {
      targets[name] = { lines: [...rows].map((slice) => rowFile.read(slice).toString()), rowsWithoutDetail };
    }
    return { rows: last.rows, targets };
  } finally {
    rowFile.close();
  }
};

const linesOf = async (text: string): Promise<readonly string[]> =>
  Object.values((await read(text)).targets).flatMap(({ lines }) => lines);

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const A = buildArn('eu-west-1', 'a');
const B = buildArn('eu-west-1', 'b');
const C = buildArn('eu-west-1', 'c');

describe('the last snapshot', () => {
  it.each([-2, -1, 0, 1, 2])('is read line by line where a piece of it ends %d bytes behind a line', async (more) => {
    const lines = [lineOfLength(A, CHUNK - more), lineOfLength(B, 2 * CHUNK - 1), lineOfLength(C, 1000)];
    expect(await linesOf(textOf(lines))).toEqual(lines);
  });

  it('is read line by line, wherever its pieces cut the lines', async () => {
    const length = fc.oneof(
      fc.integer({ min: 600, max: 1400 }),
      fc.tuple(fc.constantFrom(CHUNK / 2, CHUNK, 3 * CHUNK), fc.integer({ min: -3, max: 3 })).map(([a, b]) => a + b),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(length, { maxLength: 12 }), async (lengths) => {
        const lines = lengths.map((bytes, index) => lineOfLength(buildArn('eu-west-1', `w${100 + index}`), bytes));
        const { rows } = await read(textOf(lines));
        expect(rows).toBe(lines.length);
        expect(await linesOf(textOf(lines))).toEqual(lines);
      }),
      { numRuns: 40 },
    );
  });

  it('gives each account and Region its own rows, and counts those without details', async () => {
    const elsewhere = A.replace(ACCOUNT, OTHER_ACCOUNT);
    const far = buildArn('us-east-1', 'a');
    const lines = [lineOf(rowOfBuild(A)), lineOf(rowOfBuild(B, null)), lineOf(rowOfBuild(C, null))];
    const others = [lineOf(rowOfBuild(elsewhere)), lineOf(rowOfBuild(far, null))];
    expect(await read(textOf([...lines, ...others]))).toEqual({
      rows: 5,
      targets: {
        [`${ACCOUNT} eu-west-1`]: { lines, rowsWithoutDetail: 2 },
        [`${OTHER_ACCOUNT} eu-west-1`]: { lines: [others[0]], rowsWithoutDetail: 0 },
        [`${ACCOUNT} us-east-1`]: { lines: [others[1]], rowsWithoutDetail: 1 },
      },
    });
  });

  it('may be without a row', async () => {
    expect(await read('')).toEqual({ rows: 0, targets: {} });
  });
});

describe('a snapshot that this program did not write', () => {
  const [a, b] = [lineOf(rowOfBuild(A)), lineOf(rowOfBuild(B))];
  const far = buildArn('us-east-1', 'a');
  const china = A.replace('arn:aws:', 'arn:aws-cn:');

  it.each([
    ['whose last line has no end', `${textOf([a])}${b}`, 'row 2 is cut off'],
    ['with two rows of one key', textOf([a, a]), 'row 2 is out of order'],
    ['with rows out of order', textOf([b, a]), 'row 2 is out of order'],
    ['with an empty line', textOf([a, '', b]), 'row 2 is not valid'],
    ['with a line that is no row', textOf([a, '{}']), 'row 2 is not valid'],
    ['with a key that is no ARN', textOf([lineOf({ ...rowOfBuild(A), _key: '' })]), 'row 1 has no workflow ARN as its'],
    [
      'with two partitions of one Region',
      textOf([lineOf(rowOfBuild(china)), a]),
      `the rows of ${ACCOUNT} eu-west-1 do not stand together`,
    ],
  ])('is refused %s', async (_, text, problem) => {
    const error = await read(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BrokenSnapshotError);
    expect(String(error)).toContain(problem);
  });

  it('is refused where its bytes are no gzip, or end early', async () => {
    const { length } = gzipSync(textOf([a, b]));
    for (const pack of [(text: Buffer) => text, (text: Buffer) => gzipSync(text).subarray(0, length - 1)]) {
      await expect(read(textOf([a, b]), undefined, pack)).rejects.toThrow(/it is no whole gzip file \(Z_/);
    }
  });

  it('is refused where the manifest counted or hashed something else', async () => {
    const text = textOf([a, lineOf(rowOfBuild(far))]);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(await read(text, { rows: 2, sha256 })).toMatchObject({ rows: 2 });
    for (const expected of [
      { rows: 3, sha256 },
      { rows: 2, sha256: '0'.repeat(64) },
    ]) {
      await expect(read(text, expected)).rejects.toThrow(
        `it holds 2 rows with SHA-256 ${sha256}, but its manifest says ${expected.rows} rows with ${expected.sha256}`,
      );
    }
  });

  it('is refused as soon as one of its lines is longer than any row may be', async () => {
    const endless = 'a'.repeat(33_000_000);
    for (const text of [endless, `${textOf([a])}${endless}\n`]) {
      const error = await read(text).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(BrokenSnapshotError);
      expect(String(error)).toContain('a line is longer than 32000000 bytes');
    }
  });

  it('that cannot be opened is no broken one', async () => {
    const rowFile = new RowFile(join(folder, 'rows'));
    await expect(readLastSnapshot(join(folder, 'gone'), rowFile, undefined)).rejects.toMatchObject({ code: 'ENOENT' });
    rowFile.close();
  });
});
