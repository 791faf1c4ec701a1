import { type Answer, refusal } from './answer';
import type { Call } from './call';
import { getWorkflow, listTagsForResource } from './get-workflow';
import { listWorkflowBuildVersions } from './list-build-versions';
import { listRegions } from './list-regions';
import { listWorkflows } from './list-workflows';
import { decoded, membersOf, type Request } from './request';
import { assumeRole, getCallerIdentity, stsRefusal } from './sts';

export interface Route {
  /** The signing name of the service: imagebuilder, account, sts. */
  readonly service: string;
  /** As IAM spells it, without the service. */
  readonly action: string;
  readonly matches: (request: Request) => boolean;
  /** The members of the body; undefined where it is not what the service reads. */
  readonly bodyOf: (request: Request) => Call['body'] | undefined;
  /** The ARN in the address, decoded; undefined where it is malformed. */
  readonly arnOf: (request: Request) => string | undefined;
  readonly answer: (call: Call) => Answer;
  /** What a caller is told whose credentials the service does not know. */
  readonly unknownCaller: Answer;
}

const INVALID_TOKEN = 'The security token included in the request is invalid.';

const post = (service: string, action: string, path: string, answer: Route['answer']): Route => ({
  service,
  action,
  matches: (request) => request.method === 'POST' && request.path === path,
  bodyOf: ({ body }) => membersOf(body),
  arnOf: () => '',
  answer,
  unknownCaller: refusal(403, 'UnrecognizedClientException', INVALID_TOKEN),
});

const get = (action: string, path: RegExp, arnOf: Route['arnOf'], answer: Route['answer']): Route => ({
  ...post('imagebuilder', action, '', answer),
  matches: (request) => request.method === 'GET' && path.test(request.path),
  bodyOf: () => ({}),
  arnOf,
});

const sts = (action: string, answer: Route['answer']): Route => ({
  ...post('sts', action, '/', answer),
  matches: ({ method, path, body }) =>
    method === 'POST' && path === '/' && new URLSearchParams(body).get('Action') === action,
  bodyOf: ({ body }) => Object.fromEntries(new URLSearchParams(body)),
  unknownCaller: stsRefusal(403, 'InvalidClientTokenId', INVALID_TOKEN),
});

export const ROUTES: readonly Route[] = [
  post('imagebuilder', 'ListWorkflows', '/ListWorkflows', listWorkflows),
  post('imagebuilder', 'ListWorkflowBuildVersions', '/ListWorkflowBuildVersions', listWorkflowBuildVersions),
  get('GetWorkflow', /^\/GetWorkflow$/, ({ query }) => query.get('workflowBuildVersionArn') ?? '', getWorkflow),
  get('ListTagsForResource', /^\/tags\//, ({ path }) => decoded(path.slice('/tags/'.length)), listTagsForResource),
  post('account', 'ListRegions', '/listRegions', listRegions),
  sts('GetCallerIdentity', getCallerIdentity),
  sts('AssumeRole', assumeRole),
];
