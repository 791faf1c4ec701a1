import { isAccountId } from '../../lambda/contract/aws-names';
import { type Answer, invalidRequest, refusal } from './answer';
import { refusalOf } from './behaviour';
import { type Credential, parseCredential, unsigned } from './credential';
import type { FakeAccount } from './fake-account';
import type { FakeRegion } from './fake-region';
import { Pagination } from './pagination';
import type { Request } from './request';
import { ROUTES, type Route } from './routes';

/** What requests are answered from. */
export interface Served {
  readonly account: FakeAccount;
  /** Other accounts, which may have a role for whoever calls this one. */
  readonly members: readonly FakeAccount[];
  readonly pagination: Pagination;
  /** How many calls to Image Builder each Region has had, by its name. */
  readonly calls: Map<string, number>;
}

export const servedOf = (account: FakeAccount, members: readonly FakeAccount[] = []): Served => ({
  account,
  members,
  pagination: new Pagination(),
  calls: new Map(),
});

/** The answer to any request, at once, whatever the pace of its Region. */
export const answerTo = (request: Request, route: Route | undefined, served: Served): Answer => {
  const credential = parseCredential(request.authorization ?? '');
  if (credential === undefined) return unsigned(request.authorization);
  if (route === undefined) return refusal(404, 'UnknownOperationException', 'The fake does not know this operation.');
  if (route.service !== credential.service)
    return refusal(
      403,
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${route.service}'.`,
    );
  if (!isOf(served.account, credential)) return route.unknownCaller;
  return answerOf(route, request, served.account.regionCalled(credential.region), served);
};

/** An access key id of 12 digits says which account it means; any other means the only one there is. */
const isOf = ({ accountId }: FakeAccount, { accessKeyId }: Credential): boolean =>
  accessKeyId === accountId || !isAccountId(accessKeyId);

const answerOf = (route: Route, request: Request, region: FakeRegion, served: Served): Answer => {
  const arn = route.arnOf(request);
  const refused = route.service === 'imagebuilder' ? refusedBy(region, route.action, arn ?? '', served) : undefined;
  if (refused !== undefined) return refused;
  const body = route.bodyOf(request);
  if (body === undefined) return refusal(400, 'SerializationException', 'The request body is not a JSON object.');
  if (arn === undefined) return invalidRequest('The address is not percent-encoded as it should be.');
  const { account, members, pagination } = served;
  return route.answer({ account, members, region, arn, body, pagination });
};

const refusedBy = (region: FakeRegion, action: string, arn: string, { account, calls }: Served): Answer | undefined => {
  const earlierCalls = calls.get(region.name) ?? 0;
  calls.set(region.name, earlierCalls + 1);
  const resource = arn === '' ? region.arn('workflow/*') : arn;
  return refusalOf(region.behaviour, { action, resource, callerArn: account.callerArn, earlierCalls });
};

export const routeOf = (request: Request): Route | undefined => ROUTES.find(({ matches }) => matches(request));
