/**
 * An ARN of a workflow: of a build (`…/1.0.0/2`), of a version (`…/1.0.0`), or of several (`…/1.x.x`).
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/ibhow-semantic-versioning.html
 */
export interface WorkflowArn {
  /** Everything before the version: the partition, Region, account, type and name. */
  readonly workflow: string;
  /** X.Y.Z, each a number or x. */
  readonly version: string;
  /** Undefined where the ARN names no single build. */
  readonly build: number | undefined;
}

const ARN =
  /^(arn:aws(?:-[a-z]+)*:imagebuilder:[a-z0-9-]+:\d{12}:workflow\/(?:build|test|distribution)\/[a-z0-9-]+)\/([^/]+)(?:\/(\d+))?$/;
const VERSION = /^(?:\d+\.\d+\.\d+|\d+\.\d+\.x|\d+\.x\.x|x\.x\.x)$/;

export const parseWorkflowArn = (text: string): WorkflowArn | undefined => {
  const [, workflow, version, build] = ARN.exec(text) ?? [];
  if (workflow === undefined || version === undefined || !VERSION.test(version)) return undefined;
  if (build !== undefined && version.includes('x')) return undefined;
  return { workflow, version, build: build === undefined ? undefined : Number(build) };
};

/** The spelling that a name has in an ARN, where names that differ only in case, spaces and underscores are one. */
export const normalisedName = (name: string): string => name.toLowerCase().replaceAll(/[ _]/g, '-');

/** Whether a build is what the ARN names, or one of them. */
export const namesBuild = (arn: WorkflowArn, build: WorkflowArn): boolean =>
  arn.workflow === build.workflow &&
  (arn.build === undefined || arn.build === build.build) &&
  namesVersion(arn.version, build.version);

const namesVersion = (pattern: string, version: string): boolean => {
  const nodes = version.split('.');
  return pattern.split('.').every((node, index) => node === 'x' || node === nodes[index]);
};
