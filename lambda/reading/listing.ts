import { forEachAtMost } from '../pool';
import { type ImageBuilder, type Page, ReadError, type WorkflowSummary } from '../source/image-builder';
import type { Target } from '../target';
import { workflowArnIn } from './own-arn';

/** No account holds so many builds; a service that goes on beyond this is repeating itself. */
const MOST_PAGES = 10_000;

/**
 * Every build of a target, as the lists name them: each ARN once, in no promised order. Falls back to listing version by
 * version where the service refuses the call that lists all builds.
 *
 * @throws ReadError where the target could not be listed completely
 */
export const listBuilds = async (
  target: Target,
  api: ImageBuilder,
  callsAtOnce: number,
): Promise<readonly WorkflowSummary[]> => {
  const summaries = await listAll(api).catch((error: unknown) => {
    if (isReason(error, 'invalid_request')) return listByVersion(target, api, callsAtOnce);
    throw error;
  });
  return distinct(target, summaries);
};

const listAll = (api: ImageBuilder): Promise<readonly WorkflowSummary[]> =>
  listing((nextToken) => api.listWorkflowBuildVersions({ nextToken }));

const listByVersion = async (
  target: Target,
  api: ImageBuilder,
  callsAtOnce: number,
): Promise<readonly WorkflowSummary[]> => {
  const versions = await listing((nextToken) => api.listWorkflows({ nextToken }));
  const arns = new Set(versions.map(({ arn }) => arn));
  for (const arn of arns) workflowArnIn(target, arn);
  const summaries: WorkflowSummary[] = [];
  await forEachAtMost(callsAtOnce, [...arns], async (workflowVersionArn) => {
    const builds = await listing((nextToken) => api.listWorkflowBuildVersions({ workflowVersionArn, nextToken })).catch(
      (error: unknown) => {
        // Deleted since ListWorkflows named it.
        if (isReason(error, 'not_found')) return [];
        throw error;
      },
    );
    for (const build of builds) summaries.push(build);
  });
  return summaries;
};

/** All items of a listing. A token that has expired restarts it, once. */
const listing = async <T>(page: (token: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> => {
  try {
    return await pages(page);
  } catch (error) {
    if (isReason(error, 'invalid_token')) return pages(page);
    throw error;
  }
};

const pages = async <T>(page: (token: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> => {
  const items: T[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const answer = await page(token);
    // Not spread into a call: a page of some hundred thousand items would be more arguments than a stack holds.
    for (const item of answer.items) items.push(item);
    token = answer.nextToken;
    if (token !== undefined) checkProgress(tokens, token);
  } while (token !== undefined);
  return items;
};

const checkProgress = (tokens: Set<string>, token: string): void => {
  if (tokens.has(token))
    throw new ReadError('invalid_response', 'RepeatedToken', 'the list gave the same pagination token twice');
  // The first page has no token.
  if (tokens.size + 1 >= MOST_PAGES)
    throw new ReadError('invalid_response', 'EndlessList', `the list did not end within ${MOST_PAGES} pages`);
  tokens.add(token);
};

/** Pages may repeat an item. Where two differ, which one is taken must not depend on their order. */
const distinct = (target: Target, summaries: readonly WorkflowSummary[]): readonly WorkflowSummary[] => {
  const byArn = new Map<string, WorkflowSummary>();
  for (const summary of summaries) {
    workflowArnIn(target, summary.arn);
    const other = byArn.get(summary.arn);
    if (other === undefined || JSON.stringify(summary) > JSON.stringify(other)) byArn.set(summary.arn, summary);
  }
  return [...byArn.values()];
};

const isReason = (error: unknown, reason: ReadError['reason']): boolean =>
  error instanceof ReadError && error.reason === reason;
