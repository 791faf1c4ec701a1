import { describe, expect, it } from '@jest/globals';
import type { WorkflowRow } from '../../lambda/contract/tables';
import { isReusable, rowOfSummary, rowOfWorkflow } from '../../lambda/reading/row';
import type { WorkflowSummary } from '../../lambda/source/image-builder';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:imagebuilder:eu-west-1:${ACCOUNT}:workflow/build/web/1.0.0/1`;
const workflow = { arn: ARN, dateCreated: '2026-11-22T06:00:00.000Z', data: 'steps: []' };

/** What a list, or GetWorkflow, may say of a build; every text names its source. */
const said = (source: string): Omit<WorkflowSummary, 'arn'> => ({
  changeDescription: `change of ${source}`,
  dateCreated: workflow.dateCreated,
  description: `description of ${source}`,
  name: `name of ${source}`,
  owner: `owner of ${source}`,
  state: { status: 'DEPRECATED', reason: source },
  tags: { source },
  type: `type of ${source}`,
  version: `version of ${source}`,
});

/** The same in a row. */
const shown = (source: string) => ({
  change_description: `change of ${source}`,
  date_created: workflow.dateCreated,
  description: `description of ${source}`,
  name: `name of ${source}`,
  owner: `owner of ${source}`,
  state: `{"status":"DEPRECATED","reason":"${source}"}`,
  tags: `"source"=>"${source}"`,
  type: `type of ${source}`,
  version: `version of ${source}`,
});

const KEYS = { _key: ARN, account_id: ACCOUNT, arn: ARN };
const DETAILS = { data: 'steps: []', kms_key_id: 'alias/web', parameters: '[{"name":"size"}]' };
const NOTHING = {
  change_description: null,
  description: null,
  name: null,
  owner: null,
  state: null,
  type: null,
  version: null,
};

describe('the row of a build whose details were read', () => {
  const details = { kmsKeyId: 'alias/web', parameters: [{ name: 'size' }] };

  it('holds what GetWorkflow says, whatever the list says', () => {
    const row = rowOfWorkflow(ACCOUNT, { ...workflow, ...details, ...said('get') }, { arn: ARN, ...said('list') });
    expect(row).toEqual({ ...KEYS, ...DETAILS, ...shown('get') });
  });

  it('takes from the list what GetWorkflow leaves out', () => {
    const row = rowOfWorkflow(ACCOUNT, { arn: ARN, data: 'steps: []', ...details }, { arn: ARN, ...said('list') });
    expect(row).toEqual({ ...KEYS, ...DETAILS, ...shown('list') });
  });

  it('shows what nobody has said as nothing: no key, no parameters, no tags', () => {
    expect(rowOfWorkflow(ACCOUNT, { arn: ARN, data: '' })).toEqual({
      ...KEYS,
      ...NOTHING,
      data: '',
      date_created: null,
      kms_key_id: null,
      parameters: '[]',
      tags: '',
    });
  });

  it('takes what a list says without a time of creation', () => {
    const { dateCreated: _, ...summary } = said('list');
    const row = rowOfWorkflow(ACCOUNT, { ...workflow, ...details }, summary);
    expect(row).toEqual({ ...KEYS, ...DETAILS, ...shown('list') });
  });

  it('takes nothing from a list that spoke of an earlier build with the same ARN', () => {
    const summary = { ...said('list'), dateCreated: '2026-11-21T06:00:00.000Z' };
    expect(rowOfWorkflow(ACCOUNT, workflow, summary)).toMatchObject({
      ...NOTHING,
      tags: '',
      date_created: workflow.dateCreated,
    });
  });
});

describe('the row of a build that only the list has named', () => {
  const last: WorkflowRow = { ...KEYS, ...DETAILS, ...shown('last') };
  const UNKNOWN = { data: null, kms_key_id: null, parameters: null };

  it('holds what the list says, and the details that the lake has of the same build', () => {
    expect(rowOfSummary(ACCOUNT, { arn: ARN, ...said('list') }, last)).toEqual({
      ...KEYS,
      ...DETAILS,
      ...shown('list'),
    });
  });

  it('keeps what the list leaves out, but for the state: a live workflow has none', () => {
    expect(rowOfSummary(ACCOUNT, { arn: ARN }, last)).toEqual({ ...last, state: null });
  });

  it('knows no more than the list of a build that the lake has not seen', () => {
    expect(rowOfSummary(ACCOUNT, { arn: ARN, ...said('list') }, undefined)).toEqual({
      ...KEYS,
      ...UNKNOWN,
      ...shown('list'),
    });
    expect(rowOfSummary(ACCOUNT, { arn: ARN }, undefined)).toEqual({
      ...KEYS,
      ...UNKNOWN,
      ...NOTHING,
      date_created: null,
      tags: null,
    });
  });

  it('keeps nothing of an earlier build with the same ARN', () => {
    const dateCreated = '2026-11-23T06:00:00.000Z';
    expect(rowOfSummary(ACCOUNT, { arn: ARN, dateCreated }, last)).toEqual({
      ...KEYS,
      ...UNKNOWN,
      ...NOTHING,
      date_created: dateCreated,
      tags: null,
    });
  });

  it('keeps the details where the lake knows no time of creation', () => {
    const row = rowOfSummary(ACCOUNT, { arn: ARN, ...said('list') }, { ...last, date_created: null });
    expect(row).toMatchObject(DETAILS);
  });

  it('needs no call where list and lake together know all of it', () => {
    const summary = { arn: ARN, ...said('list') };
    const { tags: _, ...untagged } = summary;
    const { dateCreated: __, ...undated } = summary;
    expect(isReusable(summary, last)).toBe(true);
    expect([
      isReusable(summary, undefined),
      isReusable(summary, { ...last, data: null }),
      isReusable(summary, { ...last, date_created: null }),
      isReusable(summary, { ...last, date_created: '2026-11-21T06:00:00.000Z' }),
      isReusable(untagged, last),
      isReusable(undated, last),
    ]).toEqual(Array(6).fill(false));
  });
});
