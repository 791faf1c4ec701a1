import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type StepRow, stepTable } from '../../lambda/contract/tables';
import { BrokenStepsError, LastSteps } from '../../lambda/snapshot/last-steps';
import { encodeRow } from '../../lambda/snapshot/ndjson';
import { compareUtf8 } from '../../lambda/utf8-order';
import { openFilesIn } from '../fakes/open-files';

const STEP: StepRow = {
  _key: '',
  account_id: '111122223333',
  region: 'eu-west-1',
  arn: '',
  name: null,
  type: null,
  version: null,
  position: null,
  step: 'Launch',
  action: 'LaunchInstance',
  description: null,
  on_failure: null,
  timeout_seconds: null,
  rollback_enabled: null,
  condition: null,
  inputs: null,
  other: null,
  problem: null,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'last-steps-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const lineOf = (arn: string, position: number): string =>
  encodeRow(stepTable, { ...STEP, _key: `${arn}#${position}`, arn, position });

const linesOf = (arn: string, steps: number): readonly string[] =>
  Array.from({ length: steps }, (_, index) => lineOf(arn, index + 1));

const open = (lines: readonly string[], damage = (bytes: Buffer): Buffer => bytes): LastSteps => {
  const text = lines.map((line) => `${line}\n`).join('');
  const path = join(folder, 'steps.gz');
  writeFileSync(path, damage(gzipSync(text)));
  const sha256 = createHash('sha256').update(text).digest('hex');
  return new LastSteps({ path, content: { rows: lines.length, sha256 } });
};

const found = async (steps: LastSteps, arn: string): Promise<readonly string[]> =>
  (await steps.linesOf(arn)).map((line) => line.toString());

/** An ARN may be the beginning of another, and hold what JSON escapes. */
const anyArn = fc
  .tuple(fc.constantFrom('a', 'ab', 'a"b', 'a#b', '\uff5e', '\u{1f680}'), fc.integer({ min: 1, max: 12 }))
  .map(([name, build]) => `arn:${name}/${build}`);

interface Held {
  readonly arn: string;
  readonly steps: number;
  /** Whether somebody asks for it. */
  readonly isAsked: boolean;
}

const anyHeld: fc.Arbitrary<readonly Held[]> = fc
  .uniqueArray(fc.record({ arn: anyArn, steps: fc.nat(12), isAsked: fc.boolean() }), { selector: ({ arn }) => arn })
  .map((held) => [...held].sort((a, b) => compareUtf8(a.arn, b.arn)));

describe('the last steps', () => {
  it('give each build that is asked for its lines, in their order, whatever others there are', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeld, async (held) => {
        const steps = open(held.flatMap(({ arn, steps: count }) => linesOf(arn, count)));
        for (const { arn, steps: count } of held.filter(({ isAsked }) => isAsked))
          expect(await found(steps, arn)).toEqual(linesOf(arn, count));
        await steps.end();
      }),
      { numRuns: 200 },
    );
  });

  it('give a build that they do not hold nothing', async () => {
    const steps = open([...linesOf('arn:a/1', 1), ...linesOf('arn:c/1', 1)]);
    expect(await found(steps, 'arn:b/1')).toEqual([]);
    expect(await found(steps, 'arn:c/1')).toEqual(linesOf('arn:c/1', 1));
    expect(await found(steps, 'arn:d/1')).toEqual([]);
    await steps.end();
  });

  it('are refused where they are cut off, or hold something else than was written', async () => {
    const lines = linesOf('arn:a/1', 3);
    const cutOff = open(lines, (bytes) => bytes.subarray(0, -12));
    await expect(cutOff.end()).rejects.toEqual(new BrokenStepsError('it is no whole gzip file (Z_BUF_ERROR)'));
    const other = open(lines, () => gzipSync(`${lines[0]}\n`));
    await expect(other.end()).rejects.toEqual(new BrokenStepsError('its content is not what its manifest says'));
  });

  it('leave no file open, wherever the reading stops', async () => {
    const unread = open(linesOf('arn:a/1', 1));
    await unread.close();
    const begun = open(linesOf('arn:a/1', 50_000));
    await begun.linesOf('arn:0/1');
    await begun.close();
    expect(openFilesIn(folder)).toEqual([]);
  });
});
