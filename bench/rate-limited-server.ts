import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * A stand-in for Image Builder behind a token bucket, in a process of its own:
 * node rate-limited-server RATE BURST BUILDS LATENCY, where the rate may be Infinity. Prints its port, and its counts for
 * each line that it reads.
 */

const [rate, burst, builds, latency] = process.argv.slice(2).map(Number) as [number, number, number, number];
const PAGE_SIZE = 25;

let tokens = burst;
let filledAt = performance.now();
let requests = 0;
let refusals = 0;

const takeToken = (): boolean => {
  if (rate === Number.POSITIVE_INFINITY) return true;
  const now = performance.now();
  tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate);
  filledAt = now;
  if (tokens < 1) return false;
  tokens--;
  return true;
};

const arnOf = (build: number): string =>
  `arn:aws:imagebuilder:us-east-1:111122223333:workflow/build/workflow-${build}/1.0.0/1`;

const listAnswer = (body: string): unknown => {
  const request: { nextToken?: string } = JSON.parse(body);
  const start = Number(request.nextToken ?? 0);
  const end = Math.min(builds, start + PAGE_SIZE);
  const workflowSummaryList = Array.from({ length: end - start }, (_, i) => ({ arn: arnOf(start + i) }));
  return { workflowSummaryList, ...(end < builds ? { nextToken: String(end) } : {}) };
};

const getAnswer = (url: URL): unknown => ({
  workflow: { arn: url.searchParams.get('workflowBuildVersionArn'), data: 'x'.repeat(2_000), tags: {} },
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    requests++;
    const isAllowed = takeToken();
    if (!isAllowed) refusals++;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = Buffer.concat(chunks).toString();
    const answer = url.pathname === '/GetWorkflow' ? () => getAnswer(url) : () => listAnswer(body);
    const send = (): void => {
      response.writeHead(isAllowed ? 200 : 429, {
        'content-type': 'application/json',
        ...(isAllowed ? {} : { 'x-amzn-errortype': 'CallRateLimitExceededException' }),
      });
      response.end(JSON.stringify(isAllowed ? answer() : { message: 'Rate exceeded' }));
    };
    if (latency > 0) setTimeout(send, latency);
    else send();
  });
});

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.on('data', () => console.log(JSON.stringify({ requests, refusals })));
process.stdin.on('end', () => process.exit());
