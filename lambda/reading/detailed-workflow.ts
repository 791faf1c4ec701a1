import { parseWorkflowArn } from '../arn';
import { ReadError, type Workflow } from '../source/image-builder';
import type { Target } from '../target';
import { workflowArnIn } from './own-arn';

/** A build with its document. */
export type DetailedWorkflow = Workflow & { readonly data: string };

/** The answer to a GetWorkflow, where it is of use: the build that was asked for, in its target, with its document. */
export const toDetailed = (target: Target, asked: string, workflow: Workflow): DetailedWorkflow => {
  const answered = workflowArnIn(target, workflow.arn);
  const isOther = parseWorkflowArn(asked)?.isBuild === true && asked !== workflow.arn;
  if (!answered.isBuild || isOther)
    throw new ReadError(
      'invalid_response',
      'OtherWorkflow',
      'GetWorkflow answered with another ARN than it was asked for',
    );
  const { data } = workflow;
  if (data === undefined)
    throw new ReadError('invalid_response', 'NoDocument', 'GetWorkflow answered without a document');
  return { ...workflow, data };
};
