import type { Report, Workflow } from '../report';
import type { Build } from '../report-data';

/** How often an action is used. */
export interface ActionUse {
  readonly action: string;
  readonly workflows: number;
  readonly builds: number;
  readonly steps: number;
}

/** The actions of all builds, those of most workflows first. */
export const actionUses = ({ workflows, factsOf }: Report): readonly ActionUse[] => {
  const uses = new Map<string, { workflows: Set<Workflow>; builds: number; steps: number }>();
  for (const workflow of workflows)
    for (const build of workflow.builds) {
      const actions = factsOf(build)?.actions ?? [];
      for (const action of new Set(actions)) {
        const use = uses.get(action) ?? { workflows: new Set(), builds: 0, steps: 0 };
        use.workflows.add(workflow);
        use.builds++;
        use.steps += actions.filter((each) => each === action).length;
        uses.set(action, use);
      }
    }
  return [...uses]
    .map(([action, use]) => ({ ...use, action, workflows: use.workflows.size }))
    .sort((a, b) => b.workflows - a.workflows || b.steps - a.steps || (a.action < b.action ? -1 : 1));
};

/** A build, and what is to be said of it. */
export interface NotedBuild {
  readonly workflow: Workflow;
  readonly build: Build;
  readonly note: string;
}

/** The builds that something is to be said of, in the order of the workflows. */
export const notedBuilds = (
  { workflows }: Pick<Report, 'workflows'>,
  noteOf: (build: Build) => string | null,
): readonly NotedBuild[] =>
  workflows.flatMap((workflow) =>
    workflow.builds.flatMap((build) => {
      const note = noteOf(build);
      return note === null ? [] : [{ workflow, build, note }];
    }),
  );
