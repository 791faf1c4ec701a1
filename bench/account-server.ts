import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * A stand-in for Image Builder with as many builds as one likes, in a process of its own:
 * tsx account-server BUILDS-PER-TARGET DOCUMENT-BYTES LATENCY-MS. Prints its port, and its counts for each line it reads;
 * the line "retag" also gives another tag to the first build of the first Region.
 * Account and Region come from the request's signature, the documents from the ARN: the same for every run.
 */

const [builds, documentBytes, latency] = process.argv.slice(2).map(Number) as [number, number, number];
const PAGE_SIZE = 25;
/** The build whose tag changes when it is told to. */
const RETAGGED = ':region-000000:111122223333:workflow/build/workflow-0/';
const CREATED = '2026-09-09T19:56:38.339Z';
let lists = 0;
let gets = 0;
let retagged = 0;

/** A whole document that gzip shrinks about as much as it does real ones: repeated words, and values of its own. */
const documentOf = (arn: string): string => {
  let text = `name: ${arn}\nschemaVersion: 1.0\nsteps:\n`;
  for (let value = createHash('sha256').update(arn).digest('hex'); ; value = nextValue(value, text.length)) {
    const step = `  - name: Step${value.slice(0, 6)}\n    action: RunCommand\n    onFailure: Abort\n    inputs:\n      documentName: "AWS-RunShellScript"\n      commands: ["echo ${value}"]\n`;
    if (text.length + step.length > documentBytes) return text;
    text += step;
  }
};

const nextValue = (value: string, bytes: number): string =>
  bytes % 7 === 0 ? createHash('sha256').update(value).digest('hex') : value.slice(7) + value.slice(0, 7);

const summaryOf = (arn: string) => ({
  arn,
  name: arn.split('/')[2],
  version: '1.0.0',
  type: 'BUILD',
  owner: '111122223333',
  dateCreated: CREATED,
  tags: arn.includes(RETAGGED) ? { team: `platform-${retagged}` } : { team: 'platform' },
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
const SCOPE = /Credential=([^/]+)\/\d{8}\/([^/]+)\//;

const listAnswer = (request: IncomingMessage, body: string): unknown => {
  lists++;
  const [, key, region] = SCOPE.exec(request.headers.authorization ?? '') ?? [];
  const account = /^\d{12}$/.test(key ?? '') ? key : '111122223333';
  const start = Number(JSON.parse(body).nextToken ?? 0);
  const end = Math.min(builds, start + PAGE_SIZE);
  const arns = Array.from(
    { length: end - start },
    (_, i) => `arn:aws:imagebuilder:${region}:${account}:workflow/build/workflow-${start + i}/1.0.0/1`,
  );
  return { workflowSummaryList: arns.map(summaryOf), ...(end < builds ? { nextToken: String(end) } : {}) };
};

const getAnswer = (url: URL): unknown => {
  gets++;
  const arn = url.searchParams.get('workflowBuildVersionArn') ?? '';
  return { workflow: { ...summaryOf(arn), data: documentOf(arn), parameters: [] } };
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer =
      url.pathname === '/GetWorkflow' ? getAnswer(url) : listAnswer(request, Buffer.concat(chunks).toString());
    const send = () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    if (latency > 0) setTimeout(send, latency);
    else send();
  });
});

server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', 4096, () => console.log((server.address() as AddressInfo).port));
process.stdin.on('data', (line) => {
  if (String(line).trim() === 'retag') retagged++;
  console.log(JSON.stringify({ lists, gets }));
});
