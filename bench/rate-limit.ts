import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { GetWorkflowCommand, ImagebuilderClient, ListWorkflowBuildVersionsCommand } from '@aws-sdk/client-imagebuilder';
import { createAwsSource } from '../lambda/aws-source';
import { forEachAtMost } from '../lambda/pool';

/*
 * How near a first run over a rate-limited service comes to what the limit allows: 600 builds, so 24 list calls and then
 * 600 details, 8 at a time, against a token bucket of 20 requests. The bare SDK in adaptive mode is the yardstick; it
 * makes 10 attempts here, since with its three it loses calls.
 *
 *     npx tsx bench/rate-limit.ts [--rate 20] [--runs 3] [--bare]
 */

const BUILDS = 600;
const BURST = 20;
const AT_ONCE = 8;
const CALLS = BUILDS / 25 + BUILDS;

interface Reader {
  list(
    nextToken: string | undefined,
  ): Promise<{ readonly arns: readonly string[]; readonly nextToken: string | undefined }>;
  get(arn: string): Promise<unknown>;
}

const ourReader = (): Reader => {
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

/** Milliseconds. */
const timeOf = async (reader: Reader): Promise<number> => {
  const start = performance.now();
  const arns: string[] = [];
  let token: string | undefined;
  do {
    const page = await reader.list(token);
    arns.push(...page.arns);
    token = page.nextToken;
  } while (token !== undefined);
  await forEachAtMost(AT_ONCE, arns, async (arn) => void (await reader.get(arn)));
  return performance.now() - start;
};

const ask = async (server: ChildProcessWithoutNullStreams): Promise<string> => {
  const [line] = await once(server.stdout, 'data');
  return String(line).trim();
};

const startServer = (rate: number): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [
    ...process.execArgv,
    `${__dirname}/rate-limited-server.ts`,
    `${rate}`,
    `${BURST}`,
    `${BUILDS}`,
  ]);

const measure = async (name: string, rate: number, makeReader: () => Reader): Promise<void> => {
  const server = startServer(rate);
  try {
    process.env['AWS_ENDPOINT_URL_IMAGEBUILDER'] = `http://127.0.0.1:${await ask(server)}`;
    const wall = (await timeOf(makeReader())) / 1000;
    server.stdin.write('counts\n');
    const { requests } = JSON.parse(await ask(server)) as { requests: number };
    print(name, rate, requests, wall);
  } finally {
    server.kill();
  }
};

const print = (name: string, rate: number, requests: number, wall: number): void => {
  const floor = (CALLS - BURST) / rate;
  const cells = [
    name.padEnd(18),
    String(rate).padStart(6),
    String(CALLS).padStart(6),
    String(requests).padStart(6),
    `+${((requests / CALLS - 1) * 100).toFixed(1)} %`.padStart(8),
    `${wall.toFixed(2)} s`.padStart(10),
    `${floor.toFixed(2)} s`.padStart(10),
    `${(wall / floor).toFixed(3)}`.padStart(7),
  ];
  console.log(cells.join(' '));
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { rate: { type: 'string', multiple: true }, runs: { type: 'string' }, bare: { type: 'boolean' } },
  });
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'example';
  console.log(`${BUILDS} builds, ${AT_ONCE} calls at once, burst ${BURST}`);
  console.log('                   rate/s  calls   sent    extra       wall      floor   ratio');
  for (const rate of (values.rate ?? ['100', '20', '5']).map(Number)) {
    for (let run = 0; run < Number(values.runs ?? 1); run++) await measure('this collector', rate, ourReader);
    if (values.bare !== false) await measure('bare SDK, adaptive', rate, bareReader);
  }
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
