import { parseArgs } from 'node:util';
import { GetWorkflowCommand, ImagebuilderClient, ListWorkflowBuildVersionsCommand } from '@aws-sdk/client-imagebuilder';
import { forEachAtMost } from '../lambda/pool';
import { CALLS_AT_ONCE } from '../lambda/reading/collect';
import { createAwsSource } from '../lambda/source/aws/source';
import { startServer } from './process';

/*
 * How near a first run over a rate-limited service comes to what the limit allows: 600 builds, so 24 list calls and then
 * 600 details, 8 at a time, against a token bucket of 20 requests. The bare SDK in adaptive mode is the yardstick; it
 * makes 10 attempts here, since with its three it loses calls.
 *
 *     npx tsx bench/rate-limit.ts [--rate 20] [--runs 3] [--bare]
 */

export const BUILDS = 600;
const BURST = 20;
const BARE_AT_ONCE = 8;
const CALLS = BUILDS / 25 + BUILDS;

interface Reader {
  list(
    nextToken: string | undefined,
  ): Promise<{ readonly arns: readonly string[]; readonly nextToken: string | undefined }>;
  get(arn: string): Promise<unknown>;
}

export const ourReader = (): Reader => {
  const target = { accountId: '111122223333', region: 'us-east-1' };
  const api = createAwsSource().imageBuilder(target, new AbortController().signal);
  return {
    list: async (nextToken) => {
      const { items, nextToken: next } = await api.listWorkflowBuildVersions({ nextToken });
      return { arns: items.map(({ arn }) => arn), nextToken: next };
    },
    get: (arn) => api.getWorkflow(arn),
  };
};

const bareReader = (): Reader => {
  const client = new ImagebuilderClient({ region: 'us-east-1', retryMode: 'adaptive', maxAttempts: 10 });
  return {
    list: async (nextToken) => {
      const page = await client.send(new ListWorkflowBuildVersionsCommand({ nextToken, maxResults: 25 }));
      return { arns: (page.workflowSummaryList ?? []).map(({ arn }) => arn ?? ''), nextToken: page.nextToken };
    },
    get: (arn) => client.send(new GetWorkflowCommand({ workflowBuildVersionArn: arn })),
  };
};

export const secondsOf = async (reader: Reader, callsAtOnce: number): Promise<number> => {
  const start = performance.now();
  const arns: string[] = [];
  let token: string | undefined;
  do {
    const page = await reader.list(token);
    arns.push(...page.arns);
    token = page.nextToken;
  } while (token !== undefined);
  await forEachAtMost(callsAtOnce, arns, async (arn) => void (await reader.get(arn)));
  return (performance.now() - start) / 1000;
};

/** Where this process, and those that it starts, read from now on. */
export const useServer = (url: string): void => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'example';
  process.env['AWS_ENDPOINT_URL_IMAGEBUILDER'] = url;
};

const measure = async (name: string, rate: number, reader: () => Reader, callsAtOnce: number): Promise<void> => {
  const server = await startServer('rate-limited-server.ts', [rate, BURST, BUILDS, 0]);
  try {
    useServer(server.url);
    const wall = await secondsOf(reader(), callsAtOnce);
    const { requests } = JSON.parse(await server.counts()) as { requests: number };
    print(name, rate, requests, wall);
  } finally {
    server.stop();
  }
};

const print = (name: string, rate: number, requests: number, wall: number): void => {
  const floor = (CALLS - BURST) / rate;
  const cells = [
    name,
    rate,
    CALLS,
    requests,
    `${((requests / CALLS - 1) * 100).toFixed(1)} %`,
    wall.toFixed(2),
    floor.toFixed(2),
    (wall / floor).toFixed(3),
  ];
  console.log(`| ${cells.join(' | ')} |`);
};

/** Prints a table: this collector and the bare SDK, at each rate. */
export const measureAll = async (
  rates: readonly number[] = [100, 20, 5],
  runs = 1,
  isBareToo = true,
): Promise<void> => {
  console.log(`\n### A rate-limited service: ${BUILDS} builds, burst ${BURST}\n`);
  console.log('| reader | rate/s | calls needed | requests sent | more | wall s | floor s | ratio |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const rate of rates) {
    for (let run = 0; run < runs; run++) await measure('this collector', rate, ourReader, CALLS_AT_ONCE);
    if (isBareToo) await measure('bare SDK, adaptive', rate, bareReader, BARE_AT_ONCE);
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { rate: { type: 'string', multiple: true }, runs: { type: 'string' }, bare: { type: 'boolean' } },
  });
  await measureAll(values.rate?.map(Number), Number(values.runs ?? 1), values.bare !== false);
};

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
