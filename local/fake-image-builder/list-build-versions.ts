import { type Answer, invalidRequest, ok } from './answer';
import type { Call } from './call';
import type { FakeBuild } from './fake-build';
import { toSummary } from './wire';
import { namesBuild, parseWorkflowArn } from './workflow-arn';

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_ListWorkflowBuildVersions.html */
export const listWorkflowBuildVersions = (call: Call): Answer => {
  const arn = call.body['workflowVersionArn'];
  const builds = buildsOf(arn, call);
  if (builds === undefined)
    return invalidRequest(`The value supplied for parameter 'workflowVersionArn' is not valid.`);
  const { habits } = call.region;
  const listed = builds.filter(({ state }) => habits.carryDeprecated || state === undefined);
  const page = call.pagination.page(`builds of ${call.region.arn(String(arn))}`, listed, call.body);
  if (page.status !== 'page') return page;
  const workflowSummaryList = page.items.map((build) => toSummary(build, habits));
  return ok({ workflowSummaryList, nextToken: page.nextToken });
};

/** Undefined where the request is not a valid one. */
const buildsOf = (arn: unknown, { region }: Call): readonly FakeBuild[] | undefined => {
  if (arn === undefined || arn === null) return region.habits.needNoArn ? region.builds() : undefined;
  const wanted = typeof arn === 'string' ? parseWorkflowArn(arn) : undefined;
  if (wanted === undefined || wanted.build !== undefined) return undefined;
  return region.builds().filter(({ arnParts }) => namesBuild(wanted, arnParts));
};
