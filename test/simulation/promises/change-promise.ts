import { isDeepStrictEqual } from 'node:util';
import { workflowTable } from '../../../lambda/contract/tables';
import { promise } from '../violation';
import { type Base, type Commit, isPlanned } from './commit';
import { isSorted, type Row, targetOf, text, utf8Order } from './decoded';

const diff = promise('the changes are the difference of two successive snapshots');
const noNoise = promise('no change, no noise');

/** Checks the changes of a commit against a difference made with plain maps. */
export const checkChanges = (commit: Commit): void => {
  const { base, change, plan, run } = commit;
  noNoise(change === undefined || change.rows.length > 0, () => `${run} has a change object with nothing in it`);
  const after = new Map(commit.snapshot.rows.map((row) => [text(row, '_key'), row]));
  const keys = [...new Set([...base.rows.keys(), ...after.keys()])].sort(utf8Order);
  const expected = keys
    .map((key) => expectedChange(commit, key, base.rows.get(key), after.get(key)))
    .filter((row) => row !== undefined);
  const found = change?.rows ?? [];
  diff(isSorted(found.map((row) => text(row, '_key'))), () => `the changes of ${run} are out of order`);
  diff(found.length === expected.length, () => `${run} has ${found.length} changes, not ${expected.length}`);
  expected.forEach((row, index) => {
    const isRight = row.some((alternative) => isDeepStrictEqual(alternative, found[index]));
    diff(
      isRight,
      () =>
        `${JSON.stringify(found[index]?.['change'])} ${found[index]?.['_key']} should be ${JSON.stringify(row[0]?.['change'])} of ${run}, whose plan is ${plan.map(({ name }) => name).join(', ')}`,
    );
  });
};

/** The change of a key; more than one where it is not known whether the target was ever read. */
const expectedChange = (
  commit: Commit,
  key: string,
  before: Row | undefined,
  after: Row | undefined,
): readonly Row[] | undefined => {
  if (isDeepStrictEqual(before, after)) return undefined;
  const row = after ?? before ?? {};
  const target = targetOf(key);
  const head = {
    run: commit.run,
    _key: key,
    account_id: row['account_id'] ?? null,
    region: key.split(':')[3] ?? null,
    name: row['name'] ?? null,
    type: row['type'] ?? null,
    version: row['version'] ?? null,
  };
  const bare = { changed_columns: null, before: null, after: null };
  const of = (change: string, rest: Row): Row => ({ ...head, change, ...rest });
  const whole = (side: Row | undefined) => (side === undefined ? null : JSON.stringify(side));
  if (after === undefined)
    return [isPlanned(commit, target) ? of('deleted', { ...bare, before: whole(before) }) : of('left_scope', bare)];
  if (before === undefined) {
    const created = of('created', { ...bare, after: whole(after) });
    const entered = of('entered_scope', bare);
    const known = wasRead(commit.base, target);
    return known === undefined ? [created, entered] : [known ? created : entered];
  }
  const columns = workflowTable.columns.map(({ name }) => name).filter((name) => before[name] !== after[name]);
  const only = (side: Row) => JSON.stringify(Object.fromEntries(columns.map((name) => [name, side[name]])));
  return [of('updated', { changed_columns: JSON.stringify(columns), before: only(before), after: only(after) })];
};

/** Whether a target had ever been read before a run; undefined where the records of that are lost. */
const wasRead = ({ coverage, forgotten }: Base, target: string): boolean | undefined => {
  if (coverage === undefined || forgotten.has(target)) return undefined;
  return typeof coverage.get(target)?.['as_of'] === 'string';
};
