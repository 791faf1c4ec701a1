import { parseWorkflowArn, type WorkflowArn } from '../arn';
import { ReadError } from '../source/image-builder';
import type { Target } from '../target';

/** The ARN, parsed, where it lies in the target; anything else is no usable identity. */
export const workflowArnIn = (target: Target, arn: string): WorkflowArn => {
  const parsed = parseWorkflowArn(arn);
  if (parsed?.region === target.region && parsed.accountId === target.accountId) return parsed;
  throw new ReadError(
    'invalid_response',
    'ForeignArn',
    `the answer names ${JSON.stringify(arn.slice(0, 200))}, which is no workflow of account ${target.accountId} in ${target.region}`,
  );
};
