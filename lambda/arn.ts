/**
 * A workflow's ARN: `arn:<partition>:imagebuilder:<region>:<account>:workflow/<type>/<name>/<x.y.z>[/<build>]`.
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_Workflow.html
 */
export interface WorkflowArn {
  readonly region: string;
  readonly accountId: string;
  /** Everything up to `workflow/`: the rows of one target share it, and stand together in ARN order. */
  readonly prefix: string;
  /** Whether it names one build, and not a version or a wildcard. */
  readonly isBuild: boolean;
}

const PATTERN = /^(arn:[^:/]+:imagebuilder:([^:/]+):([^:/]+):)workflow\/[^/]+\/[^/]+\/([^/]+)(\/\d+)?$/;

/** What is no ARN, or no well-formed text (such a one cannot be asked for), is undefined. */
export const parseWorkflowArn = (arn: string): WorkflowArn | undefined => {
  if (!arn.isWellFormed()) return undefined;
  const [, prefix, region, accountId, version, build] = PATTERN.exec(arn) ?? [];
  if (prefix === undefined || region === undefined || accountId === undefined) return undefined;
  return { region, accountId, prefix, isBuild: build !== undefined && version?.includes('x') === false };
};
