import type { Workflow, WorkflowState, WorkflowSummary } from '../../../lambda/source/image-builder';
import type { FakeBuild } from './fake-build';
import { type Habits, wildcardArn } from './fake-region';

/** What the service says of a build at this moment, in a list. */
export const toSummary = (build: FakeBuild, habits: Habits): WorkflowSummary => {
  const { name, version, type, owner, description, changeDescription, dateCreated } = build.facts;
  const tags = build.tags.current;
  const hasTags = habits.summaryTags === 'always' || (habits.summaryTags === 'if_any' && Object.keys(tags).length > 0);
  return {
    arn: summaryArn(build, habits),
    name,
    version,
    type,
    owner,
    description,
    changeDescription,
    dateCreated,
    state: stateOf(build, habits),
    tags: hasTags ? tags : undefined,
  };
};

/** What GetWorkflow says of it. */
export const toWorkflow = (build: FakeBuild, habits: Habits): Workflow => {
  const { arn, data, kmsKeyId, parameters } = build.facts;
  const isAbsent = parameters.length === 0 && habits.noParameters === 'absent';
  const details = { data, kmsKeyId, parameters: isAbsent ? undefined : parameters };
  return { ...toSummary(build, habits), arn, tags: build.tags.current, ...details };
};

const summaryArn = ({ facts }: FakeBuild, { summaryArn: names }: Habits): string =>
  names === 'build' ? facts.arn : names === 'version' ? facts.versionArn : wildcardArn(facts.versionArn);

const stateOf = (build: FakeBuild, habits: Habits): WorkflowState | undefined =>
  build.state.current ?? (habits.liveState === 'empty' ? {} : undefined);
