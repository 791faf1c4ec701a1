import { describe, expect, it } from '@jest/globals';
import { rowOfWorkflow } from '../../lambda/reading/row';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:imagebuilder:eu-west-1:${ACCOUNT}:workflow/build/web/1.0.0/1`;
const workflow = { arn: ARN, dateCreated: '2026-11-22T06:00:00.000Z', data: 'steps: []' };

describe('the row of a build whose details were read', () => {
  it('takes from the list what GetWorkflow leaves out', () => {
    const summary = { arn: ARN, dateCreated: workflow.dateCreated, changeDescription: 'Initial version' };
    expect(rowOfWorkflow(ACCOUNT, workflow, summary).change_description).toBe('Initial version');
  });

  it('takes nothing from a list that spoke of an earlier build with the same ARN', () => {
    const summary = { arn: ARN, dateCreated: '2026-11-21T06:00:00.000Z', changeDescription: 'Of the build before' };
    expect(rowOfWorkflow(ACCOUNT, workflow, summary).change_description).toBeNull();
  });
});
