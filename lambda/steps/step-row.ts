import type { WorkflowRow } from '../contract/tables';

export type { StepRow } from '../contract/tables';

/** What a row of steps needs of the row of its workflow. */
export type WorkflowOfSteps = Pick<WorkflowRow, 'arn' | 'account_id' | 'name' | 'type' | 'version' | 'data'> & {
  readonly region: string;
};
