import { isAccountId } from '../../contract/aws-names';
import { isJsonObject } from '../../contract/json-object';
import {
  type Page,
  ReadError,
  type Tags,
  type Workflow,
  type WorkflowParameter,
  type WorkflowState,
  type WorkflowSummary,
} from '../image-builder';
import type { OrganizationAccount } from '../organization';
import { anyText, type Fields, LONGEST_TEXT, list, optional, structure, text, unusable } from './members';

/*
 * What the SDK hands over is what AWS sent: it checks no type, drops nulls in structures and unknown members, and turns
 * an empty body, or JSON that is a list or a text, into an answer without members.
 */

/** @throws ReadError invalid_response where the list is none, or an item has no ARN */
export const parseBuildVersions = (answer: unknown): Page<WorkflowSummary> =>
  parsePage(answer, 'workflowSummaryList', (item) => parseSummary(item));

/** @throws ReadError invalid_response where the list is none, or an item has no ARN */
export const parseWorkflowVersions = (answer: unknown): Page<{ readonly arn: string }> =>
  parsePage(answer, 'workflowVersionList', (item) => ({ arn: item.arn }));

/** @throws ReadError invalid_response where the workflow, its ARN, or the type of any member is not what it should be */
export const parseWorkflow = (answer: unknown): Workflow => {
  const workflow = record(answer)['workflow'];
  if (!hasArn(workflow)) throw unusable('the answer holds no workflow with an ARN');
  return {
    ...summaryOf(workflow),
    data: optional(workflow, 'data', anyText),
    kmsKeyId: optional(workflow, 'kmsKeyId', text),
    parameters: optional(workflow, 'parameters', (value, member) => list(value, member).map(parameter)),
  };
};

/** @throws ReadError invalid_response where the list is none, or a Region has no name */
export const parseRegions = (answer: unknown): Page<{ readonly name: string; readonly status: string | undefined }> => {
  const page = record(answer);
  const items = (optional(page, 'Regions', list) ?? []).map((item) => {
    const fields = structure(item, 'a Region');
    return { name: text(fields['RegionName'], 'RegionName'), status: optional(fields, 'RegionOptStatus', text) };
  });
  return { items, nextToken: token(page, 'NextToken') };
};

/** @throws ReadError invalid_response where there is no list, or an account has no ID of 12 digits */
export const parseOrganizationAccounts = (answer: unknown): Page<OrganizationAccount> => {
  const page = record(answer);
  return {
    items: list(page['Accounts'], 'Accounts').map((item) => {
      const fields = structure(item, 'an account');
      const id = text(fields['Id'], 'Id');
      if (!isAccountId(id)) throw unusable('the Id of an account has not 12 digits');
      return {
        id,
        state: optional(fields, 'State', text) ?? optional(fields, 'Status', text),
        paths: optional(fields, 'Paths', list)?.map((path) => text(path, 'Paths')) ?? [],
      };
    }),
    nextToken: token(page, 'NextToken'),
  };
};

/** @throws ReadError invalid_response where there is no list, or a unit has no ID */
export const parseUnits = (answer: unknown): Page<string> => {
  const page = record(answer);
  const units = list(page['OrganizationalUnits'], 'OrganizationalUnits');
  return {
    items: units.map((item) => text(structure(item, 'a unit')['Id'], 'Id')),
    nextToken: token(page, 'NextToken'),
  };
};

type Item = Readonly<Record<string, unknown>> & { readonly arn: string };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html gives no limit; policies allow 2,048. */
const LONGEST_ARN = 2048;

const hasArn = (value: unknown): value is Item =>
  isJsonObject(value) && typeof value['arn'] === 'string' && value['arn'] !== '' && value['arn'].length <= LONGEST_ARN;

const parsePage = <T>(answer: unknown, member: string, parse: (item: Item) => T): Page<T> => {
  const page = record(answer);
  // A service may leave out an empty list. What the lake holds is not deleted for that: each missing build is asked for.
  const items = optional(page, member, list) ?? [];
  return {
    items: items.map((item) => {
      if (!hasArn(item)) throw unusable(`an item of ${member} has no ARN`);
      return parse(item);
    }),
    nextToken: token(page, 'nextToken'),
  };
};

/**
 * A summary with a member that cannot be used is worth its ARN: the build is then read by GetWorkflow, and its neighbours
 * are not touched.
 */
const parseSummary = (item: Item): WorkflowSummary => {
  try {
    return summaryOf(item);
  } catch (error) {
    if (error instanceof ReadError) return { arn: item.arn };
    throw error;
  }
};

const summaryOf = (item: Item): WorkflowSummary => ({
  arn: item.arn,
  name: optional(item, 'name', text),
  version: optional(item, 'version', text),
  type: optional(item, 'type', text),
  owner: optional(item, 'owner', text),
  description: optional(item, 'description', text),
  changeDescription: optional(item, 'changeDescription', text),
  dateCreated: optional(item, 'dateCreated', text),
  state: optional(item, 'state', state),
  tags: optional(item, 'tags', tags),
});

const state = (value: unknown, member: string): WorkflowState => {
  const fields = structure(value, member);
  return { status: optional(fields, 'status', text), reason: optional(fields, 'reason', text) };
};

const parameter = (value: unknown): WorkflowParameter => {
  const fields = structure(value, 'parameters');
  return {
    name: optional(fields, 'name', text),
    type: optional(fields, 'type', text),
    defaultValue: optional(fields, 'defaultValue', (items, member) => list(items, member).map((i) => text(i, member))),
    description: optional(fields, 'description', text),
  };
};

/** Object.fromEntries, because a tag may be called __proto__. */
const tags = (value: unknown, member: string): Tags => {
  const entries = Object.entries(structure(value, member)).map(([key, tag]) => [key, text(tag, member)] as const);
  const length = entries.reduce((sum, [key, tag]) => sum + key.length + tag.length, 0);
  if (length > LONGEST_TEXT) throw unusable(`${member} are longer than ${LONGEST_TEXT} characters`);
  return Object.fromEntries(entries);
};

/** An empty token ends a list, as it does for the SDK. */
const token = (page: Fields, member: string): string | undefined => optional(page, member, text) || undefined;

const record = (answer: unknown): Fields => structure(answer, 'the answer');
