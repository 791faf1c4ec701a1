import type { Tags, WorkflowParameter, WorkflowState } from '../../lambda/source/image-builder';
import { parseWorkflowArn, type WorkflowArn } from './workflow-arn';

type WorkflowType = 'BUILD' | 'TEST' | 'DISTRIBUTION';

/** What somebody hands in when they create a build version. */
export interface WorkflowDefinition {
  /** As given, in any spelling that Image Builder allows: `Golden_Image Build`. */
  readonly name: string;
  /** X.Y.Z. */
  readonly version: string;
  readonly type: WorkflowType;
  /** The document, YAML or JSON. */
  readonly data: string;
  /** ISO 8601 in UTC with three decimals, as Image Builder writes it. */
  readonly dateCreated: string;
  readonly description?: string;
  readonly changeDescription?: string;
  /** A key ARN or an alias ARN. */
  readonly kmsKeyId?: string;
  readonly parameters?: readonly WorkflowParameter[];
  readonly tags?: Tags;
}

/** A build version as the service keeps it. */
export interface FakeBuild extends WorkflowDefinition {
  readonly arn: string;
  readonly arnParts: WorkflowArn & { readonly build: number };
  readonly owner: string;
  readonly tags: Tags;
  readonly state?: WorkflowState;
}

/** @param build the number of this build of that workflow and version, from 1 */
export const buildOf = (definition: WorkflowDefinition, workflow: string, owner: string, build: number): FakeBuild => {
  const arn = `${workflow}/${definition.version}/${build}`;
  const parts = parseWorkflowArn(arn);
  if (parts === undefined) throw new Error(`${arn} is no ARN of a workflow; name and version must make one`);
  return { ...definition, arn, arnParts: { ...parts, build }, owner, tags: definition.tags ?? {} };
};

/** Newest first, as in AWS's samples; nothing promises it. */
export const byNewest = (one: FakeBuild, other: FakeBuild): number =>
  compare(other.dateCreated, one.dateCreated) || compare(one.arn, other.arn);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Which of two builds of a workflow is the later one: by the numbers of its version, then by its build. */
export const byVersion = (one: FakeBuild, other: FakeBuild): number => {
  const differences = nodesOf(one).map((node, index) => node - (nodesOf(other)[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
};

const nodesOf = ({ arnParts }: FakeBuild): readonly number[] => [
  ...arnParts.version.split('.').map(Number),
  arnParts.build,
];
