import type { Workflow, WorkflowState, WorkflowSummary } from '../../../lambda/source/image-builder';
import type { BuildLife } from './fake-build';
import { type Habits, wildcardArn } from './fake-region';

/** What the service says of a build at this moment, in a list. */
export const toSummary = (life: BuildLife, habits: Habits): WorkflowSummary => {
  const { name, version, type, owner, description, changeDescription, dateCreated } = life.birth;
  const tags = life.tags.current;
  const hasTags = habits.summaryTags === 'always' || (habits.summaryTags === 'if_any' && Object.keys(tags).length > 0);
  return {
    arn: summaryArn(life, habits),
    name,
    version,
    type,
    owner,
    description,
    changeDescription,
    dateCreated,
    state: stateOf(life, habits),
    tags: hasTags ? tags : undefined,
  };
};

/** What GetWorkflow says of it. */
export const toWorkflow = (life: BuildLife, habits: Habits): Workflow => {
  const { arn, data, kmsKeyId, parameters } = life.birth;
  const isAbsent = parameters.length === 0 && habits.noParameters === 'absent';
  const details = { data, kmsKeyId, parameters: isAbsent ? undefined : parameters };
  return { ...toSummary(life, habits), arn, tags: life.tags.current, ...details };
};

const summaryArn = ({ birth }: BuildLife, { summaryArn: names }: Habits): string =>
  names === 'build' ? birth.arn : names === 'version' ? birth.versionArn : wildcardArn(birth.versionArn);

const stateOf = (life: BuildLife, habits: Habits): WorkflowState | undefined =>
  life.state.current ?? (habits.liveState === 'empty' ? {} : undefined);
