import { isDeepStrictEqual } from 'node:util';
import type { FakeBuild } from '../account/fake-build';
import type { FakeRegion } from '../account/fake-region';
import type { FakeOrganization } from '../organization/fake-organization';
import { promise } from '../violation';
import { type Commit, isPlanned } from './commit';
import { isReadRow } from './coverage-promise';
import { coveredTarget, type Row, targetOf, text } from './decoded';
import { detailColumns, hstoreOf, listedColumns, NO_DETAILS, stateText } from './expected-row';

const failure = promise('failure never looks like deletion');
const deletion = promise('a row vanishes only when AWS says that its build does not exist');
const present = promise('a target that was read lacks no build');
const truth = promise('a row is what the account held during the run');
const details = promise('data is null exactly when the details were never read');

/** What is known of one target in one commit. */
interface TargetView {
  readonly commit: Commit;
  readonly coverage: Row;
  readonly target: string;
  readonly builds: readonly FakeBuild[];
  readonly rows: ReadonlyMap<string, Row>;
}

export const checkRows = (commit: Commit, organization: FakeOrganization): void => {
  const unplanned = commit.snapshot.rows.filter((row) => !isPlanned(commit, targetOf(text(row, '_key'))));
  truth(unplanned.length === 0, () => `${commit.run} holds rows of targets that are not in its plan`);
  for (const coverage of commit.coverage.rows) {
    const target = coveredTarget(coverage);
    const rows = new Map(
      commit.snapshot.rows
        .filter((row) => targetOf(text(row, '_key')) === target)
        .map((row) => [text(row, '_key'), row]),
    );
    const region = regionOf(coverage, organization);
    const builds = region?.allBuilds.filter((build) => build.existedDuring(commit.attempt.startedAt, commit.at)) ?? [];
    const view = { commit, coverage, target, builds, rows };
    if (isReadRow(coverage)) checkRead(view, region);
    else checkUnread(view);
  }
};

/** None where the row is about the whole account. */
const regionOf = (coverage: Row, organization: FakeOrganization): FakeRegion | undefined =>
  coverage['region'] === '*'
    ? undefined
    : organization.account(text(coverage, 'account_id')).region(text(coverage, 'region'));

const baseOf = ({ commit, target }: TargetView): ReadonlyMap<string, Row> =>
  new Map([...commit.base.rows].filter(([key]) => targetOf(key) === target));

const checkUnread = (view: TargetView): void =>
  failure(
    isDeepStrictEqual(view.rows, baseOf(view)),
    () => `${view.target} was not read by ${view.commit.run}, and its rows are not those it had`,
  );

const checkRead = (view: TargetView, region: FakeRegion | undefined): void => {
  for (const key of baseOf(view).keys()) if (!view.rows.has(key)) checkVanished(view, key);
  for (const row of view.rows.values()) checkRow(view, row);
  for (const key of view.rows.keys()) checkNotGone(view, key);
  for (const build of view.builds) checkPresent(view, build, region);
};

const checkVanished = ({ commit }: TargetView, key: string): void => {
  const isGone = commit.log.some(({ arn, failure: told }) => arn === key && told?.reason === 'not_found');
  deletion(isGone, () => `${key} vanished in ${commit.run}, and GetWorkflow had not said that it is gone`);
};

const checkNotGone = ({ commit }: TargetView, key: string): void => {
  const last = commit.log.findLast(({ arn }) => arn === key);
  truth(
    last?.failure?.reason !== 'not_found',
    () => `${key} is in ${commit.run}, though GetWorkflow said that it is gone`,
  );
};

/** A build that existed all through the run and could be seen has its row. */
const checkPresent = (
  { commit, rows, coverage }: TargetView,
  build: FakeBuild,
  region: FakeRegion | undefined,
): void => {
  const { startedAt } = commit.attempt;
  const isListed = region?.habits.summaryArn === 'build' && build.listed.during(startedAt, commit.at).every(Boolean);
  const isKnown = commit.base.rows.has(build.facts.arn);
  if (!build.existedThroughout(startedAt, commit.at) || !(isListed || isKnown)) return;
  present(
    rows.has(build.facts.arn),
    () => `${build.facts.arn} is not in ${commit.run}, whose target is ${coverage['outcome']}`,
  );
};

const checkRow = (view: TargetView, row: Row): void => {
  const { commit } = view;
  const key = text(row, '_key');
  const before = commit.base.rows.get(key);
  const named = commit.log.some(
    ({ summaries = [], workflow }) => workflow?.arn === key || summaries.some(({ arn }) => arn === key),
  );
  if (!named) {
    const isKept = view.coverage['outcome'] === 'partial' && isDeepStrictEqual(row, before);
    truth(isKept, () => `${key} of ${commit.run} was named by no answer, and is not the row it was`);
    return;
  }
  const build = view.builds.find(({ facts }) => facts.arn === key && facts.dateCreated === row['date_created']);
  truth(
    build !== undefined,
    () => `${key} of ${commit.run}, created ${row['date_created']}, did not exist during the run`,
  );
  if (build === undefined) return;
  expectColumns(truth, row, listedColumns(build), commit);
  checkDetails(view, row, build, before);
  checkMutable(view, row, build, before);
};

const sameBuild = (row: Row, before: Row | undefined): Row | undefined =>
  before?.['date_created'] === row['date_created'] ? before : undefined;

const isFetched = ({ commit }: TargetView, { facts }: FakeBuild): boolean =>
  commit.log.some(({ workflow }) => workflow?.arn === facts.arn && workflow.dateCreated === facts.dateCreated);

const checkDetails = (view: TargetView, row: Row, build: FakeBuild, before: Row | undefined): void => {
  const hadDetails = (sameBuild(row, before)?.['data'] ?? null) !== null;
  expectColumns(details, row, hadDetails || isFetched(view, build) ? detailColumns(build) : NO_DETAILS, view.commit);
};

const checkMutable = (view: TargetView, row: Row, build: FakeBuild, before: Row | undefined): void => {
  const { commit } = view;
  const from = commit.attempt.startedAt;
  const states = build.state.during(from, commit.at).map(stateText);
  truth(
    states.includes(row['state'] ?? null),
    () => `state of ${build.facts.arn} in ${commit.run} is ${row['state']}, not ${states.join(' or ')}`,
  );
  const isTold =
    isFetched(view, build) ||
    commit.log.some(({ summaries = [] }) =>
      summaries.some(({ arn, tags }) => arn === build.facts.arn && tags !== undefined),
    );
  const kept = sameBuild(row, before)?.['tags'] ?? null;
  const tags = isTold ? build.tags.during(from, commit.at).map(hstoreOf) : [kept];
  truth(
    tags.includes(row['tags'] ?? null),
    () => `tags of ${build.facts.arn} in ${commit.run} are ${row['tags']}, not ${tags.join(' or ')}`,
  );
};

const expectColumns = (check: typeof truth, row: Row, expected: Row, { run }: Commit): void => {
  for (const [column, value] of Object.entries(expected))
    check(row[column] === value, () => `${column} of ${row['_key']} in ${run} is not what the account held`);
};
