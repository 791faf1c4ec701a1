import type { FakeBuild } from './fake-build';
import type { Habits } from './fake-region';

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_WorkflowVersion.html */
export const toVersion = (build: FakeBuild) => ({
  arn: versionArnOf(build),
  name: build.name,
  version: build.version,
  description: build.description,
  type: build.type,
  owner: build.owner,
  dateCreated: build.dateCreated,
});

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_WorkflowSummary.html */
export const toSummary = (build: FakeBuild, { nameBuilds, carryLiveState, carryTags }: Habits): object => ({
  arn: nameBuilds ? build.arn : versionArnOf(build),
  name: build.name,
  version: build.version,
  description: build.description,
  changeDescription: build.changeDescription,
  type: build.type,
  owner: build.owner,
  state: build.state ?? (carryLiveState ? {} : undefined),
  dateCreated: build.dateCreated,
  tags: carryTags ? build.tags : undefined,
});

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_Workflow.html */
export const toWorkflow = (build: FakeBuild, habits: Habits): object => ({
  ...toSummary(build, habits),
  arn: build.arn,
  tags: build.tags,
  data: build.data,
  kmsKeyId: build.kmsKeyId,
  parameters: build.parameters,
});

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_LatestVersionReferences.html */
export const toLatestVersionReferences = ({ arnParts }: FakeBuild): object => {
  const [major = '', minor = ''] = arnParts.version.split('.');
  return {
    latestVersionArn: `${arnParts.workflow}/x.x.x`,
    latestMajorVersionArn: `${arnParts.workflow}/${major}.x.x`,
    latestMinorVersionArn: `${arnParts.workflow}/${major}.${minor}.x`,
    latestPatchVersionArn: `${arnParts.workflow}/${arnParts.version}`,
  };
};

const versionArnOf = ({ arnParts }: FakeBuild): string => `${arnParts.workflow}/${arnParts.version}`;
