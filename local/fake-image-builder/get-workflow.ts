import { type Answer, accessDenied, invalidRequest, notFound, ok } from './answer';
import type { Call } from './call';
import { byVersion, type FakeBuild } from './fake-build';
import { toLatestVersionReferences, toWorkflow } from './wire';
import { namesBuild, parseWorkflowArn } from './workflow-arn';

/**
 * An ARN of a version, or one with wildcards, means the newest build that it names.
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_GetWorkflow.html
 */
export const getWorkflow = (call: Call): Answer => {
  const wanted = parseWorkflowArn(call.arn);
  if (wanted === undefined)
    return invalidRequest(`The value supplied for parameter 'workflowBuildVersionArn' is not valid.`);
  const builds = call.region.builds().filter(({ arnParts }) => namesBuild(wanted, arnParts));
  const build = builds.sort(byVersion).at(-1);
  if (build === undefined) return notFound(call.arn);
  if (!call.region.mayDecrypt(build)) return decryptDenied(call, build);
  const workflow = toWorkflow(build, call.region.habits);
  return ok({ workflow, latestVersionReferences: toLatestVersionReferences(build) });
};

/** AWS does not say how this refusal looks; this is the general form of a 403. */
const decryptDenied = (call: Call, build: FakeBuild): Answer =>
  accessDenied(
    call.account.callerArn,
    'kms:Decrypt',
    build.kmsKeyId ?? '',
    'because no resource-based policy allows the kms:Decrypt action',
  );

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = (call: Call): Answer => {
  const build = call.region.get(call.arn);
  return build === undefined ? notFound(call.arn) : ok({ tags: build.tags });
};
