import { parseWorkflowArn } from '../../../lambda/arn';
import { SNAPSHOT_KEY, STEP_KEY } from '../../../lambda/contract/layout';
import { stepTable, type WorkflowRow, workflowTable } from '../../../lambda/contract/tables';
import { isRow } from '../../../lambda/contract/validation';
import { READING_VERSION } from '../../../lambda/steps/reading-version';
import { stepRows } from '../../../lambda/steps/step-rows';
import type { FakeLake, Version } from '../lake/fake-lake';
import { promise } from '../violation';
import type { Commit } from './commit';
import { decodeTable, sha256, stampOf } from './decoded';
import type { RunHistory } from './run-history';

const derived = promise('the steps are those of the snapshot that their header names');
const forward = promise('the steps only move forward, and never ahead of the snapshot');
const settled = promise('the end state is that of clean runs');

/** What the steps of a commit must hold, read from each document of its snapshot. */
export const expectedSteps = ({ snapshot }: Commit): { readonly text: string; readonly content: object } => {
  const lines = snapshot.rows.flatMap((row) => {
    if (!isRow(workflowTable, row)) throw new Error('unreachable: the table has been decoded');
    return stepRows({ ...row, region: regionOf(row) }).map((step) => `${JSON.stringify(step)}\n`);
  });
  const text = lines.join('');
  return { text, content: { rows: lines.length, sha256: sha256(text), reading_version: READING_VERSION } };
};

const regionOf = ({ arn }: WorkflowRow): string => parseWorkflowArn(arn)?.region ?? '';

/** Whether an object holds the steps of a commit, put by its attempt. */
export const isOfCommit = (version: Version, commit: Commit): boolean => {
  const { run, id } = stampOf(version.content);
  return run === commit.run && id === commit.id;
};

/** Checks steps that have just been written. */
export const checkSteps = (version: Version, lake: FakeLake, { commits }: RunHistory): void => {
  const { run } = stampOf(version.content);
  const commit = commits.find((other) => isOfCommit(version, other));
  const isDerived =
    commit !== undefined && decodeTable(version.content, stepTable.columns).text === expectedSteps(commit).text;
  derived(isDerived, () => `the steps that name ${run} are not those of its snapshot`);
  const before = lake.versions(STEP_KEY).at(-2);
  const last = before && stampOf(before.content).run;
  forward(last === undefined || last <= run, () => `${run} took the steps back from ${last}`);
  const current = lake.current(SNAPSHOT_KEY);
  const newest = current && stampOf(current.content).run;
  forward(newest !== undefined && run <= newest, () => `the steps are of ${run}, and the snapshot is of ${newest}`);
};

/** Checks the steps of a lake at rest: they are those of the last run. A lost run may have got so far. */
export const checkStepsAtRest = (lake: FakeLake, { commits, lost }: RunHistory): void => {
  const held = lake.current(STEP_KEY);
  const lastPublished = commits.findLastIndex(({ run }) => !lost.has(run));
  const index = held === undefined ? -1 : commits.findIndex((commit) => isOfCommit(held, commit));
  settled(index >= lastPublished, () => 'the steps are not those of the last run');
};
