import type { WorkflowRow } from '../contract/tables';
import type { Tags, Workflow, WorkflowSummary } from '../source/image-builder';
import { toHstore } from './hstore';
import { toParametersText, toStateText } from './json-text';

/**
 * The row of a build whose details have been read.
 *
 * @param listed what the list said of it. Either answer may lack what the other has. A summary counts only if it is of
 * the same build: one with a version's ARN may be of another, and so may one that was made before the build was deleted
 * and made again.
 */
export const rowOfWorkflow = (
  accountId: string,
  workflow: Workflow & { readonly data: string },
  listed: Partial<WorkflowSummary> = {},
): WorkflowRow => {
  const isSame =
    workflow.dateCreated === undefined || workflow.dateCreated === (listed.dateCreated ?? workflow.dateCreated);
  const summary = isSame ? listed : {};
  return {
    _key: workflow.arn,
    account_id: accountId,
    arn: workflow.arn,
    change_description: workflow.changeDescription ?? summary.changeDescription ?? null,
    data: workflow.data,
    date_created: workflow.dateCreated ?? summary.dateCreated ?? null,
    description: workflow.description ?? summary.description ?? null,
    kms_key_id: workflow.kmsKeyId ?? null,
    name: workflow.name ?? summary.name ?? null,
    owner: workflow.owner ?? summary.owner ?? null,
    parameters: toParametersText(workflow.parameters ?? []),
    state: toStateText(workflow.state) ?? toStateText(summary.state),
    tags: toHstore(workflow.tags ?? summary.tags ?? {}),
    type: workflow.type ?? summary.type ?? null,
    version: workflow.version ?? summary.version ?? null,
  };
};

/**
 * The row of a build that only the list has named: state and tags are the list's, and what cannot change comes from the
 * last snapshot, where that holds the same build. Otherwise the details are unknown.
 */
export const rowOfSummary = (
  accountId: string,
  summary: WorkflowSummary,
  last: WorkflowRow | undefined,
): WorkflowRow => {
  const same = isSameBuild(summary, last) ? last : undefined;
  return {
    _key: summary.arn,
    account_id: accountId,
    arn: summary.arn,
    change_description: summary.changeDescription ?? same?.change_description ?? null,
    data: same?.data ?? null,
    date_created: summary.dateCreated ?? same?.date_created ?? null,
    description: summary.description ?? same?.description ?? null,
    kms_key_id: same?.kms_key_id ?? null,
    name: summary.name ?? same?.name ?? null,
    owner: summary.owner ?? same?.owner ?? null,
    parameters: same?.parameters ?? null,
    state: toStateText(summary.state),
    tags: tagsText(summary.tags, same),
    type: summary.type ?? same?.type ?? null,
    version: summary.version ?? same?.version ?? null,
  };
};

const tagsText = (tags: Tags | undefined, same: WorkflowRow | undefined): string | null =>
  tags === undefined ? (same?.tags ?? null) : toHstore(tags);

/**
 * Whether a row of the last snapshot is of the very build that a list names: a build number may be given again after a
 * delete, the time of creation cannot. A time that is not given says nothing against it.
 */
const isSameBuild = (summary: WorkflowSummary, last: WorkflowRow | undefined): last is WorkflowRow =>
  last !== undefined &&
  (summary.dateCreated === undefined || last.date_created === null || last.date_created === summary.dateCreated);

/** Whether the list and the last snapshot together give the whole row, so that GetWorkflow need not be called. */
export const isReusable = (summary: WorkflowSummary, last: WorkflowRow | undefined): last is WorkflowRow =>
  last !== undefined && last.data !== null && last.date_created === summary.dateCreated && summary.tags !== undefined;
