import { workflowIdOf } from './build';
import type { Build, DocumentFacts, ReportIndex } from './report-data';

/** A workflow: all builds of all versions under one name. */
export interface Workflow {
  /** Its ARN without version and build. */
  readonly id: string;
  /** By version and build, oldest first; at least one. */
  readonly builds: readonly Build[];
  readonly newest: Build;
}

/** What the lake says, as the views ask for it. */
export interface Report {
  readonly index: ReportIndex;
  /** By name and type. */
  readonly workflows: readonly Workflow[];
  readonly workflowOf: (id: string) => Workflow | undefined;
  readonly factsOf: (build: Build) => DocumentFacts | undefined;
}

export const reportOf = (index: ReportIndex): Report => {
  const workflows = workflowsOf(index.builds);
  const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  return {
    index,
    workflows,
    workflowOf: (id) => byId.get(id),
    factsOf: ({ document }) => (document === null ? undefined : index.documents[document]),
  };
};

const workflowsOf = (builds: readonly Build[]): readonly Workflow[] => {
  const grouped = new Map<string, Build[]>();
  for (const build of builds) {
    const id = workflowIdOf(build.arn);
    const group = grouped.get(id);
    if (group === undefined) grouped.set(id, [build]);
    else group.push(build);
  }
  return [...grouped].flatMap(([id, group]) => {
    const newest = group.at(-1);
    return newest === undefined ? [] : [{ id, builds: group, newest }];
  });
};
