import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseScheduledTime } from '../../lambda/contract/scheduled-time';
import { type ChangeRow, changeTable, type WorkflowRow, workflowTable } from '../../lambda/contract/tables';
import type { TargetPresence } from '../../lambda/snapshot/change';
import { GzipFile } from '../../lambda/snapshot/gzip-file';
import { mergeTargets } from '../../lambda/snapshot/merge';
import { decodeRow, encodeRow } from '../../lambda/snapshot/ndjson';
import { RowFile, RowList } from '../../lambda/snapshot/row-file';
import { rowOf } from '../arbitrary/row';

const REGIONS = ['ap-south-1', 'eu-west-1', 'us-east-1'];
const RUN = parseScheduledTime('2026-11-22T06:00:00Z');

/** What one target held, and what was read of it: undefined where it could not be read. */
interface Held {
  readonly region: string;
  readonly presence: TargetPresence;
  readonly before: ReadonlyMap<string, WorkflowRow>;
  readonly after: ReadonlyMap<string, WorkflowRow> | undefined;
}

const keyOf = (region: string, number: number): string =>
  `arn:aws:imagebuilder:${region}:111122223333:workflow/build/w${number}/1.0.0/1`;

/** Few keys and few texts, so that rows are often equal, often changed and often gone. */
const rowsIn = (region: string): fc.Arbitrary<ReadonlyMap<string, WorkflowRow>> =>
  fc
    .uniqueArray(fc.tuple(fc.nat(7), rowOf(workflowTable), fc.boolean()), { selector: ([number]) => number })
    .map((rows) => {
      const plain = { change_description: null, data: 'steps: []', description: null, kms_key_id: null, name: 'w' };
      const same = {
        date_created: null,
        owner: null,
        parameters: '[]',
        state: null,
        tags: '',
        type: 'BUILD',
        version: '1',
      };
      return new Map(
        rows.map(([number, row, isPlain]) => {
          const key = keyOf(region, number);
          const identity = { _key: key, account_id: '111122223333', arn: key };
          return [key, isPlain ? { ...plain, ...same, ...identity } : { ...row, ...identity }];
        }),
      );
    });

const heldIn = (region: string): fc.Arbitrary<Held> =>
  fc.record({
    region: fc.constant(region),
    presence: fc.constantFrom<TargetPresence[]>('known', 'entered', 'left'),
    before: rowsIn(region),
    after: fc.option(rowsIn(region), { nil: undefined }),
  });

const anyLake: fc.Arbitrary<readonly Held[]> = fc.tuple(...REGIONS.map(heldIn)).map((all) =>
  all.map((held) => {
    if (held.presence === 'entered') return { ...held, before: new Map() };
    return held.presence === 'left' ? { ...held, after: new Map() } : held;
  }),
);

/** The steps are another matter. */
const NO_STEPS = { add: () => Promise.resolve() };

const merge = async (lake: readonly Held[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'merge-'));
  const rowFile = new RowFile(join(folder, 'rows'));
  const snapshot = new GzipFile(join(folder, 'snapshot.gz'));
  const changes = new GzipFile(join(folder, 'changes.gz'));
  const spool = (rows: ReadonlyMap<string, WorkflowRow>): RowList =>
    RowList.of(
      [...rows.keys()].sort().map((key) => {
        const row = rows.get(key);
        if (row === undefined) throw new Error('unreachable');
        return rowFile.append(Buffer.from(encodeRow(workflowTable, row)));
      }),
    );
  const targets = lake.map(({ region, presence, before, after }) => {
    const held = spool(before);
    return {
      target: { accountId: '111122223333', region },
      presence,
      before: held,
      after: after ? spool(after) : held,
    };
  });
  if (RUN === undefined) throw new Error('no scheduled time');
  const totals = await mergeTargets(targets, { run: RUN, rowFile, snapshot, steps: NO_STEPS, changes });
  const contents = [await snapshot.finish(), await changes.finish()];
  for (const file of [snapshot, changes]) await file.close();
  rowFile.close();
  const lines = (file: GzipFile) => gunzipSync(readFileSync(file.path)).toString('utf8').split('\n').slice(0, -1);
  const result = {
    totals,
    contents,
    rows: lines(snapshot).map((line) => decodeRow(workflowTable, line)),
    changes: lines(changes).map((line) => decodeRow(changeTable, line)),
  };
  rmSync(folder, { recursive: true });
  return result;
};

const rowsAfter = ({ before, after }: Held): ReadonlyMap<string, WorkflowRow> => after ?? before;

const wellFormed = (row: WorkflowRow): WorkflowRow => decodeRow(workflowTable, encodeRow(workflowTable, row));

/** The change of one key, as a person would say it, over plain maps. */
const expectedChange = (held: Held, key: string): Partial<ChangeRow> | undefined => {
  const before = held.before.get(key);
  const after = rowsAfter(held).get(key);
  const [old, next] = [before && wellFormed(before), after && wellFormed(after)];
  if (JSON.stringify(old) === JSON.stringify(next)) return undefined;
  const none = { _key: key, region: held.region, changed_columns: null, before: null, after: null };
  if (held.presence === 'entered') return { ...none, change: 'entered_scope', name: next?.name ?? null };
  if (held.presence === 'left') return { ...none, change: 'left_scope', name: old?.name ?? null };
  if (old === undefined) return { ...none, change: 'created', after: JSON.stringify(next) };
  if (next === undefined) return { ...none, change: 'deleted', before: JSON.stringify(old) };
  const columns = workflowTable.columns.map(({ name }) => name).filter((name) => old[name] !== next[name]);
  const part = (row: WorkflowRow) => JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]])));
  const changed = { changed_columns: JSON.stringify(columns), before: part(old), after: part(next) };
  return { ...none, change: 'updated', ...changed };
};

describe('the merge, beside a model of plain maps', () => {
  it('serves what was read, carries over what could not be, and keeps the order', async () => {
    await fc.assert(
      fc.asyncProperty(anyLake, async (lake) => {
        const { rows, contents } = await merge(lake);
        const expected = lake.flatMap((held) =>
          [...rowsAfter(held)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => wellFormed(row)),
        );
        expect(rows).toEqual(expected);
        expect(contents[0]?.rows).toBe(expected.length);
      }),
      { numRuns: 100 },
    );
  });

  it('names each row that differs, how, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(anyLake, async (lake) => {
        const { changes, totals } = await merge(lake);
        const expected = lake.flatMap((held) =>
          [...new Set([...held.before.keys(), ...rowsAfter(held).keys()])]
            .sort()
            .flatMap((key) => expectedChange(held, key) ?? []),
        );
        expect(changes).toEqual(expected.map((change) => expect.objectContaining(change)));
        expect(Object.values(totals).reduce((sum, count) => sum + count, 0)).toBe(expected.length);
      }),
      { numRuns: 100 },
    );
  });
});
