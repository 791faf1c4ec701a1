import type { Parameters } from '../address';
import { keyOf, stateOf, tagText } from '../build';
import type { Report, Workflow } from '../report';
import type { Build, DocumentFacts } from '../report-data';

/** A workflow of the list, and those of its builds that the filters let through: at least one, oldest first. */
export interface ListedWorkflow {
  readonly workflow: Workflow;
  readonly builds: readonly Build[];
}

type Filters = Omit<Parameters<'workflows'>, 'search' | 'sort'>;

/** The filters that offer a list of values, and the values of a build that they look at. */
const CHOICES = {
  type: (build: Build) => [build.type ?? 'unknown'],
  account: (build: Build) => [build.account_id],
  region: (build: Build) => [build.region],
  state: (build: Build) => [stateOf(build)],
  key: (build: Build) => [keyOf(build)],
  action: (_build: Build, facts: DocumentFacts | undefined) => facts?.actions ?? [],
} as const satisfies Partial<
  Record<keyof Filters, (build: Build, facts: DocumentFacts | undefined) => readonly string[]>
>;

export type Choice = keyof typeof CHOICES;

export const CHOICE_NAMES = Object.keys(CHOICES).filter((name): name is Choice => Object.hasOwn(CHOICES, name));

export const filterWorkflows = (
  workflows: readonly Workflow[],
  filters: Filters,
  factsOf: Report['factsOf'],
): readonly ListedWorkflow[] => {
  const given = CHOICE_NAMES.filter((name) => filters[name] !== undefined);
  const tag = filters.tag?.toLowerCase();
  const isLetThrough = (build: Build): boolean =>
    given.every((name) => CHOICES[name](build, factsOf(build)).some((value) => value === filters[name])) &&
    (tag === undefined || (build.tags ?? []).some((each) => tagText(each).toLowerCase().includes(tag)));
  return workflows.flatMap((workflow) => {
    const builds = workflow.builds.filter(isLetThrough);
    return builds.length === 0 ? [] : [{ workflow, builds }];
  });
};

/** The values that each filter offers, and in how many builds each is found, in the order of their names. */
export const choicesOf = ({ index, factsOf }: Report): Readonly<Record<Choice, readonly string[]>> => {
  const values = (name: Choice): readonly string[] => {
    const found = new Set(index.builds.flatMap((build) => CHOICES[name](build, factsOf(build))));
    return [...found].sort();
  };
  return {
    type: values('type'),
    account: values('account'),
    region: values('region'),
    state: values('state'),
    key: values('key'),
    action: values('action'),
  };
};
