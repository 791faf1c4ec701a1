import type { ReadError, Workflow, WorkflowSummary } from '../../../lambda/source/image-builder';

/** A call on Image Builder as the attempt saw it: what it asked, and what it was told, if it was told anything. */
export interface LoggedRead {
  /** The name of the target. */
  readonly target: string;
  readonly kind: 'list' | 'get';
  /** Of a GetWorkflow: the ARN that it asked for. */
  readonly arn: string | undefined;
  summaries?: readonly WorkflowSummary[];
  workflow?: Workflow;
  failure?: ReadError;
}
