import { isJsonObject } from '../../lambda/contract/json-object';
import {
  parseBuildVersions,
  parseRegions,
  parseWorkflow,
  parseWorkflowVersions,
} from '../../lambda/source/aws/answers';
import { toReadError } from '../../lambda/source/aws/read-error-of';
import type { ImageBuilder, ReadError, Source } from '../../lambda/source/image-builder';
import type { Target } from '../../lambda/target';
import type { Answer } from '../../local/fake-image-builder/answer';
import { answerTo, routeOf, type Served, servedOf } from '../../local/fake-image-builder/answering';
import type { FakeAccount } from '../../local/fake-image-builder/fake-account';
import type { Request } from '../../local/fake-image-builder/request';
import { oneAccount } from './one-account';

/**
 * The fake Image Builder without HTTP: an account as a run reads it. Every call is answered at once, whatever the pace of
 * its Region.
 */
export class AccountSource implements Source {
  readonly organization = oneAccount.organization;
  readonly openAccount = oneAccount.openAccount;
  /** The calls to Image Builder: `list` or `get`, and the Region. */
  calls: string[] = [];
  private readonly served: Served;

  constructor(account: FakeAccount) {
    this.served = servedOf(account);
  }

  async enabledRegions(): Promise<readonly string[]> {
    const wanted = { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] };
    const answer = this.ask(post('/listRegions', wanted), authorizationOf('account', 'us-east-1'));
    return parseRegions(answer).items.map(({ name }) => name);
  }

  imageBuilder({ region }: Target): ImageBuilder {
    const ask = (kind: 'list' | 'get', call: Call): unknown => {
      this.calls.push(`${kind} ${region}`);
      return this.ask(call, authorizationOf('imagebuilder', region));
    };
    return {
      listWorkflowBuildVersions: async (request) =>
        parseBuildVersions(ask('list', post('/ListWorkflowBuildVersions', request))),
      listWorkflows: async (request) => parseWorkflowVersions(ask('list', post('/ListWorkflows', request))),
      getWorkflow: async (arn) => parseWorkflow(ask('get', getWorkflow(arn))),
    };
  }

  private ask(call: Call, authorization: string): unknown {
    const request = { ...call, authorization };
    const answer = answerTo(request, routeOf(request), this.served);
    if (answer.status !== 200) throw readErrorOf(answer);
    return JSON.parse(answer.body);
  }
}

type Call = Omit<Request, 'authorization'>;

const post = (path: string, body: object): Call => ({
  method: 'POST',
  path,
  query: new URLSearchParams(),
  body: JSON.stringify(body),
});

const getWorkflow = (workflowBuildVersionArn: string): Call => ({
  method: 'GET',
  path: '/GetWorkflow',
  query: new URLSearchParams({ workflowBuildVersionArn }),
  body: '',
});

/** The fake reads of it what a request was signed for, and not the signature. */
const authorizationOf = (service: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20261122/${region}/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

/** As the collector reads an error of the SDK, which holds the same. */
const readErrorOf = ({ status, headers, body }: Answer): ReadError => {
  const parsed: unknown = JSON.parse(body);
  const message = isJsonObject(parsed) ? parsed['message'] : undefined;
  return toReadError({ name: headers['x-amzn-errortype'], message, $metadata: { httpStatusCode: status } });
};
