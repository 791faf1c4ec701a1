import { isDeepStrictEqual } from 'node:util';
import {
  changeKey,
  coverageKey,
  historyKey,
  manifestKey,
  SNAPSHOT_KEY,
  STEP_KEY,
} from '../../../lambda/contract/layout';
import { dayOf } from '../../../lambda/contract/scheduled-time';
import { changeTable, coverageTable, workflowTable } from '../../../lambda/contract/tables';
import type { FakeLake, Version } from '../lake/fake-lake';
import type { ObjectKind } from '../lake/object-kind';
import { promise } from '../violation';
import type { Commit } from './commit';
import { type Decoded, decodeTable, stampOf } from './decoded';
import { expectedDraft } from './draft-promise';
import type { RunHistory } from './run-history';
import { checkSteps, checkStepsAtRest, isOfCommit } from './step-promise';

const once = promise('one announcement per published run, and its records are written once');
const ordered = promise('manifests appear in commit order');
const announced = promise('a published run is what its manifest says, and all of one attempt');
const forward = promise('the history of a day only moves forward');
const known = promise('the collector writes nothing but what the layout names');

/** Checks an object that has just been written. */
export const checkWritten = (
  key: string,
  kind: ObjectKind,
  version: Version,
  lake: FakeLake,
  runHistory: RunHistory,
): void => {
  known(kind !== 'unknown', () => `it wrote ${key}`);
  if (kind === 'manifest') checkManifest(key, version, lake, runHistory);
  if (kind === 'history') checkHistory(key, version, lake, runHistory);
  if (kind === 'step') checkSteps(version, lake, runHistory);
  if (kind === 'snapshot' || kind === 'history' || kind === 'step') return;
  once(lake.versions(key).length === 1, () => `${key} was written ${lake.versions(key).length} times`);
};

const checkHistory = (key: string, version: Version, lake: FakeLake, { commits }: RunHistory): void => {
  const { run, id } = stampOf(version.content);
  const commit = commits.find((other) => other.run === run && other.id === id);
  forward(
    commit?.version.content.equals(version.content) === true,
    () => `${key} holds a snapshot that ${run} did not commit`,
  );
  forward(key === historyKey(run), () => `${key} holds the snapshot of ${run}`);
  const before = lake.versions(key).at(-2);
  const last = before && stampOf(before.content).run;
  forward(last === undefined || last <= run, () => `${run} took ${key} back from ${last}`);
};

const checkManifest = (key: string, version: Version, lake: FakeLake, runHistory: RunHistory): void => {
  const commit = runHistory.commits.find(({ run }) => manifestKey(run) === key);
  once(commit !== undefined, () => `${key} announces a run that was not committed`);
  if (commit === undefined) return;
  const last = runHistory.published.at(-1);
  ordered(last === undefined || last < commit.run, () => `${commit.run} was announced after ${last}`);
  runHistory.published.push(commit.run);
  const found: unknown = JSON.parse(version.content.toString('utf8'));
  const expected = expectedManifest(commit, lake);
  announced(
    expected.some((alternative) => isDeepStrictEqual(found, alternative)),
    () => `the manifest of ${commit.run} is ${JSON.stringify(found)}, not ${JSON.stringify(expected[0])}`,
  );
};

/** What the manifest must say; the day's snapshot and the steps may have been put more than once, with the same content. */
const expectedManifest = (commit: Commit, lake: FakeLake): readonly unknown[] => {
  const { snapshot, coverage, change, step, ...facts } = expectedDraft(commit);
  const { run, id } = commit;
  const published = (key: string, { etag, versionId, bytes }: Version, content: object | null) => ({
    key,
    etag,
    version_id: versionId,
    bytes,
    ...content,
  });
  const record = (key: string, content: object | null, decoded: Decoded | undefined) => {
    if (decoded === undefined) return null;
    const version = lake.versions(key).at(-1);
    const columns = key === coverageKey(run) ? coverageTable.columns : changeTable.columns;
    announced(
      version !== undefined && decodeTable(version.content, columns).text === decoded.text,
      () => `${key} is not what ${run} committed`,
    );
    return version && published(key, version, content);
  };
  const day = historyKey(run);
  const steps = lake.versions(STEP_KEY).filter((version) => isOfCommit(version, commit));
  return lake
    .versions(day)
    .filter(
      ({ content }) =>
        decodeTable(content, workflowTable.columns).text === commit.snapshot.text && stampOf(content).id === id,
    )
    .flatMap((version) =>
      steps.map((ofSteps) => ({
        ...facts,
        id,
        objects: {
          snapshot: published(SNAPSHOT_KEY, commit.version, snapshot),
          history: published(day, version, snapshot),
          coverage: record(coverageKey(run), coverage, commit.coverage),
          change: record(changeKey(run), change, commit.change),
          step: published(STEP_KEY, ofSteps, step),
        },
      })),
    );
};

const settled = promise('the end state is that of clean runs');

/** Checks a lake at rest: every commit is published, and each day holds its last run. A lost run may have got so far. */
export const checkAtRest = (lake: FakeLake, runHistory: RunHistory): void => {
  const { commits, lost, isPublished } = runHistory;
  checkStepsAtRest(lake, runHistory);
  for (const { run } of commits.filter((commit) => !lost.has(commit.run)))
    settled(isPublished(run), () => `${run} was committed and never published`);
  for (const day of new Set(commits.map(({ run }) => dayOf(run)))) {
    const ofDay = commits.filter(({ run }) => dayOf(run) === day);
    const lastPublished = ofDay.findLastIndex(({ run }) => !lost.has(run));
    const held = ofDay.findIndex(({ run, version }) => lake.current(historyKey(run))?.content.equals(version.content));
    settled(held >= lastPublished, () => `the history of ${day} is not its last snapshot`);
  }
};
