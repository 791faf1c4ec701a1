import type { StepRow, WorkflowOfSteps } from '../../lambda/steps/step-row';
import { stepRows } from '../../lambda/steps/step-rows';

export const WORKFLOW: Omit<WorkflowOfSteps, 'data'> = {
  arn: 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/hardened/1.2.0/3',
  account_id: '111122223333',
  region: 'eu-west-1',
  name: 'Hardened',
  type: 'BUILD',
  version: '1.2.0',
};

/** The rows of steps of a workflow with this document. */
export const rowsOf = (data: string | null): readonly StepRow[] => stepRows({ ...WORKFLOW, data });

/** What the one step of a document is read to. */
export const stepOf = (data: string): Partial<StepRow> => {
  const [row, ...others] = rowsOf(data);
  if (row === undefined || others.length > 0) throw new Error(`one step was expected, there are ${others.length + 1}`);
  return row;
};
