import { type Answer, invalidRequest, ok } from './answer';
import type { Call } from './call';
import { toVersion } from './wire';

/**
 * One entry for each version. https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_ListWorkflows.html
 *
 * The fake holds no workflows of Amazon's, and knows neither filters nor byName.
 */
export const listWorkflows = (call: Call): Answer => {
  const owner = call.body['owner'] ?? 'Self';
  const fault = faultOf(owner, call.body);
  if (fault !== undefined) return invalidRequest(fault);
  const page = call.pagination.page(
    `versions of ${call.region.arn(String(owner))}`,
    versionsFor(owner, call),
    call.body,
  );
  return page.status === 'page' ? ok({ workflowVersionList: page.items, nextToken: page.nextToken }) : page;
};

const faultOf = (owner: unknown, body: Call['body']): string | undefined => {
  if (body['filters'] !== undefined || body['byName'] === true) return 'The fake knows neither filters nor byName.';
  const known = ['Self', 'Amazon', 'AWSMarketplace'].some((one) => one === owner);
  return known ? undefined : `The value supplied for parameter 'owner' is not valid.`;
};

/** A version is as old as its oldest build, which comes last and so overwrites the others. */
const versionsFor = (owner: unknown, { region }: Call) => {
  const versions = (owner === 'Self' ? region.builds() : []).map(toVersion);
  return [...new Map(versions.map((version) => [version.arn, version])).values()];
};
