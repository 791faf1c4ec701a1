import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  accountIdOf,
  accountOf,
  type Behaviour,
  behaviourOf,
  buildsOf,
  type Organization,
  openingOf,
  type Place,
  regionNameOf,
  regionOf,
} from './organization';

/*
 * STS, Organizations, Account and Image Builder of a whole organization, in a process of its own:
 * tsx organization-server ACCOUNTS REGIONS LATENCY-MS LIVELY. Prints its port, and its counts for each line it reads. Whoever
 * assumes a role gets the account's ID for an access key, by which the calls that follow are told apart.
 */

const [accounts = 0, regions = 0, latency = 0, lively = 0] = process.argv.slice(2).map(Number);
const organization: Organization = { accounts, regions, isLively: lively === 1 };
const ACCOUNTS_A_PAGE = 20;
const BUILDS_A_PAGE = 25;
/** The token bucket of a target that holds builds. */
const BURST = 20;
const PER_SECOND = 20;
const DOCUMENT = `name: a\nschemaVersion: 1.0\nsteps:\n${'  - name: Step\n    action: RunCommand\n'.repeat(50)}`;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

interface Request {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly body: string;
}

/** Silence. */
type Answered = Answer | undefined;

const json = (body: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

const denied = json({ __type: 'AccessDeniedException', message: 'not authorized' }, 403);
const throttled = json({ __type: 'TooManyRequestsException', message: 'Rate exceeded' }, 429);

const listAccounts = (body: string): Answer => {
  const start = Number(JSON.parse(body).NextToken ?? 0);
  const end = Math.min(accounts, start + ACCOUNTS_A_PAGE);
  const Accounts = Array.from({ length: end - start }, (_, i) => ({
    Id: accountIdOf(start + i),
    State: 'ACTIVE',
    Paths: [`o-bench00000/r-benc/${accountIdOf(start + i)}/`],
  }));
  return json({ Accounts, ...(end < accounts ? { NextToken: String(end) } : {}) });
};

const session = (accountId: string): Answer => ({
  status: 200,
  type: 'text/xml',
  body:
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
    `<AccessKeyId>${accountId}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>` +
    `<SessionToken>${'t'.repeat(400)}</SessionToken>` +
    `<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>` +
    '</Credentials></AssumeRoleResult></AssumeRoleResponse>',
});

const refusedSession: Answer = {
  status: 403,
  type: 'text/xml',
  body:
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
    '<Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>',
};

const assumeRole = (body: string): Answered => {
  const accountId = new URLSearchParams(body).get('RoleArn')?.split(':')[4] ?? '';
  const answers: Record<Behaviour, Answered> = {
    answers: session(accountId),
    denies: refusedSession,
    'is silent': undefined,
  };
  return answers[openingOf(organization, accountOf(accountId))];
};

const enabledRegions = json({
  Regions: Array.from({ length: regions }, (_, region) => ({
    RegionName: regionNameOf(region),
    RegionOptStatus: 'ENABLED_BY_DEFAULT',
  })),
});

const arnOf = ({ account, region }: Place, build: number): string =>
  `arn:aws:imagebuilder:${regionNameOf(region)}:${accountIdOf(account)}:workflow/build/workflow-${build}/1.0.0/1`;

const summaryOf = (arn: string) => ({
  arn,
  name: arn.split('/')[2],
  version: '1.0.0',
  type: 'BUILD',
  dateCreated: '2026-09-09T19:56:38.339Z',
  tags: { team: 'platform' },
});

const listBuilds = (place: Place, body: string): Answer => {
  const builds = buildsOf(organization, place);
  const start = Number(JSON.parse(body).nextToken ?? 0);
  const end = Math.min(builds, start + BUILDS_A_PAGE);
  const workflowSummaryList = Array.from({ length: end - start }, (_, i) => summaryOf(arnOf(place, start + i)));
  return json({ workflowSummaryList, ...(end < builds ? { nextToken: String(end) } : {}) });
};

const getWorkflow = (url: URL): Answer => {
  const arn = url.searchParams.get('workflowBuildVersionArn') ?? '';
  return json({ workflow: { ...summaryOf(arn), data: DOCUMENT, parameters: [] } });
};

const buckets = new Map<string, { tokens: number; filledAt: number }>();

const takeToken = (place: Place): boolean => {
  if (buildsOf(organization, place) === 0) return true;
  const now = performance.now();
  const name = `${place.account} ${place.region}`;
  const { tokens, filledAt } = buckets.get(name) ?? { tokens: BURST, filledAt: now };
  const filled = Math.min(BURST, tokens + ((now - filledAt) / 1000) * PER_SECOND);
  buckets.set(name, { tokens: filled < 1 ? filled : filled - 1, filledAt: now });
  return filled >= 1;
};

const imageBuilder = (place: Place, { url, body }: Request): Answered => {
  const behaviour = behaviourOf(organization, place);
  if (behaviour === 'is silent') return undefined;
  if (behaviour === 'denies') return denied;
  if (!takeToken(place)) return throttled;
  return url.pathname === '/GetWorkflow' ? getWorkflow(url) : listBuilds(place, body);
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
const SCOPE = /Credential=(\d{12})\/\d{8}\/([^/]+)\/([^/]+)\//;

const answerTo = (request: Request): Answered => {
  const { authorization = '' } = request.message.headers;
  const [, accountId = '', regionName = '', service] = SCOPE.exec(authorization) ?? [];
  if (service === 'organizations') return listAccounts(request.body);
  if (service === 'sts') return assumeRole(request.body);
  if (service === 'account') return enabledRegions;
  return imageBuilder({ account: accountOf(accountId), region: regionOf(regionName) }, request);
};

let requests = 0;
let refusals = 0;

const server = createServer((message, response) => {
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('end', () => {
    requests++;
    const url = new URL(message.url ?? '/', 'http://localhost');
    const answer = answerTo({ message, url, body: Buffer.concat(chunks).toString() });
    if (answer === undefined) return;
    if (answer === throttled) refusals++;
    setTimeout(() => response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body), latency);
  });
});

server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', 4096, () => console.log((server.address() as AddressInfo).port));
process.stdin.on('data', () => {
  console.log(JSON.stringify({ requests, refusals }));
  requests = 0;
  refusals = 0;
});
process.stdin.on('end', () => process.exit());
