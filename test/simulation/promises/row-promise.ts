import { isDeepStrictEqual } from 'node:util';
import type { FakeAccount } from '../account/fake-account';
import type { BuildLife } from '../account/fake-build';
import { promise } from '../violation';
import { type Commit, regionOf } from './commit';
import { isReadRow } from './coverage-promise';
import { type Row, text } from './decoded';
import { detailColumns, hstoreOf, listedColumns, NO_DETAILS, stateText } from './expected-row';

const failure = promise('failure never looks like deletion');
const deletion = promise('a row vanishes only when AWS says that its build does not exist');
const present = promise('a target that was read lacks no build');
const truth = promise('a row is what the account held during the run');
const details = promise('data is null exactly when the details were never read');

/** What is known of one target in one commit. */
interface Scene {
  readonly commit: Commit;
  readonly coverage: Row;
  readonly region: string;
  readonly lives: readonly BuildLife[];
  readonly rows: ReadonlyMap<string, Row>;
}

export const checkRows = (commit: Commit, account: FakeAccount): void => {
  const strangers = commit.snapshot.rows.filter((row) => !commit.plan.includes(regionOf(text(row, '_key'))));
  truth(strangers.length === 0, () => `${commit.run} holds rows of targets that are not in its plan`);
  for (const coverage of commit.coverage.rows) {
    const region = text(coverage, 'region');
    const rows = new Map(
      commit.snapshot.rows
        .filter((row) => regionOf(text(row, '_key')) === region)
        .map((row) => [text(row, '_key'), row]),
    );
    const lives = account.region(region).lives.filter((life) => life.livedDuring(commit.attempt.startedAt, commit.at));
    const scene = { commit, coverage, region, lives, rows };
    if (isReadRow(coverage)) checkRead(scene, account);
    else checkUnread(scene);
  }
};

const baseOf = ({ commit, region }: Scene): ReadonlyMap<string, Row> =>
  new Map([...commit.base.rows].filter(([key]) => regionOf(key) === region));

const checkUnread = (scene: Scene): void =>
  failure(
    isDeepStrictEqual(scene.rows, baseOf(scene)),
    () => `${scene.region} was not read by ${scene.commit.run}, and its rows are not those it had`,
  );

const checkRead = (scene: Scene, account: FakeAccount): void => {
  for (const key of baseOf(scene).keys()) if (!scene.rows.has(key)) checkVanished(scene, key);
  for (const row of scene.rows.values()) checkRow(scene, row);
  for (const key of scene.rows.keys()) checkNotGone(scene, key);
  for (const life of scene.lives) checkPresent(scene, life, account);
};

const checkVanished = ({ commit }: Scene, key: string): void => {
  const isGone = commit.log.some(({ arn, failure: told }) => arn === key && told?.reason === 'not_found');
  deletion(isGone, () => `${key} vanished in ${commit.run}, and GetWorkflow had not said that it is gone`);
};

const checkNotGone = ({ commit }: Scene, key: string): void => {
  const last = commit.log.findLast(({ arn }) => arn === key);
  truth(
    last?.failure?.reason !== 'not_found',
    () => `${key} is in ${commit.run}, though GetWorkflow said that it is gone`,
  );
};

/** A build that lived all through the run and could be seen has its row. */
const checkPresent = ({ commit, rows, coverage }: Scene, life: BuildLife, account: FakeAccount): void => {
  const { startedAt } = commit.attempt;
  const { habits } = account.region(life.birth.region);
  const isListed = habits.summaryArn === 'build' && life.listed.during(startedAt, commit.at).every(Boolean);
  const isKnown = commit.base.rows.has(life.birth.arn);
  if (!life.livedThroughout(startedAt, commit.at) || !(isListed || isKnown)) return;
  present(
    rows.has(life.birth.arn),
    () => `${life.birth.arn} is not in ${commit.run}, whose target is ${coverage['outcome']}`,
  );
};

const checkRow = (scene: Scene, row: Row): void => {
  const { commit } = scene;
  const key = text(row, '_key');
  const before = commit.base.rows.get(key);
  const named = commit.log.some(
    ({ summaries = [], workflow }) => workflow?.arn === key || summaries.some(({ arn }) => arn === key),
  );
  if (!named) {
    const isKept = scene.coverage['outcome'] === 'partial' && isDeepStrictEqual(row, before);
    truth(isKept, () => `${key} of ${commit.run} was named by no answer, and is not the row it was`);
    return;
  }
  const life = scene.lives.find(({ birth }) => birth.arn === key && birth.dateCreated === row['date_created']);
  truth(
    life !== undefined,
    () => `${key} of ${commit.run}, created ${row['date_created']}, did not exist during the run`,
  );
  if (life === undefined) return;
  expectColumns(truth, row, listedColumns(life), commit);
  checkDetails(scene, row, life, before);
  checkMutable(scene, row, life, before);
};

const sameBuild = (row: Row, before: Row | undefined): Row | undefined =>
  before?.['date_created'] === row['date_created'] ? before : undefined;

const isFetched = ({ commit }: Scene, { birth }: BuildLife): boolean =>
  commit.log.some(({ workflow }) => workflow?.arn === birth.arn && workflow.dateCreated === birth.dateCreated);

const checkDetails = (scene: Scene, row: Row, life: BuildLife, before: Row | undefined): void => {
  const hadDetails = (sameBuild(row, before)?.['data'] ?? null) !== null;
  expectColumns(details, row, hadDetails || isFetched(scene, life) ? detailColumns(life) : NO_DETAILS, scene.commit);
};

const checkMutable = (scene: Scene, row: Row, life: BuildLife, before: Row | undefined): void => {
  const { commit } = scene;
  const from = commit.attempt.startedAt;
  const states = life.state.during(from, commit.at).map(stateText);
  truth(
    states.includes(row['state'] ?? null),
    () => `state of ${life.birth.arn} in ${commit.run} is ${row['state']}, not ${states.join(' or ')}`,
  );
  const isTold =
    isFetched(scene, life) ||
    commit.log.some(({ summaries = [] }) =>
      summaries.some(({ arn, tags }) => arn === life.birth.arn && tags !== undefined),
    );
  const kept = sameBuild(row, before)?.['tags'] ?? null;
  const tags = isTold ? life.tags.during(from, commit.at).map(hstoreOf) : [kept];
  truth(
    tags.includes(row['tags'] ?? null),
    () => `tags of ${life.birth.arn} in ${commit.run} are ${row['tags']}, not ${tags.join(' or ')}`,
  );
};

const expectColumns = (check: typeof truth, row: Row, expected: Row, { run }: Commit): void => {
  for (const [column, value] of Object.entries(expected))
    check(row[column] === value, () => `${column} of ${row['_key']} in ${run} is not what the account held`);
};
