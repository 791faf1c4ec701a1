import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCost } from './measured-run';
import { runScript, startServer } from './process';

const FIRST_DAY = Date.UTC(2026, 0, 1, 6);
const DAY = 24 * 60 * 60 * 1000;

/** The scheduled time of the run after so many others, a day apart. */
export const timeOfRun = (runs: number): string => new Date(FIRST_DAY + runs * DAY).toISOString().replace('.000Z', 'Z');

interface RunCostOptions {
  readonly targets: number;
  readonly buildsPerTarget: number;
  readonly documentBytes: number;
  readonly latencyMilliseconds?: number;
  /** Keep the collector to one core, and the server to another. */
  readonly oneCore?: boolean;
}

/** An account over HTTP, and a lake that runs collect it into, a day apart. */
interface Account {
  run(): Promise<RunCost>;
  retag(): Promise<string>;
}

/** A first run over an account, and a second one in which nothing has changed: each in a process of its own. */
export const costOfTwoRuns = (options: RunCostOptions): Promise<{ readonly cold: RunCost; readonly steady: RunCost }> =>
  withAccount(options, async ({ run }) => ({ cold: await run(), steady: await run() }));

/** Two runs over the same lake: one in which nothing has changed, and one in which one build has another tag. */
export const costOfOneChange = (options: RunCostOptions): Promise<{ readonly none: RunCost; readonly one: RunCost }> =>
  withAccount(options, async ({ run, retag }) => {
    await run();
    const none = await run();
    await retag();
    return { none, one: await run() };
  });

const withAccount = async <T>(options: RunCostOptions, work: (account: Account) => Promise<T>): Promise<T> => {
  const { targets, buildsPerTarget, documentBytes, latencyMilliseconds = 0, oneCore = false } = options;
  const folder = mkdtempSync(join(tmpdir(), 'bench-lake-'));
  const server = await startServer(
    'account-server.ts',
    [buildsPerTarget, documentBytes, latencyMilliseconds],
    ...(oneCore ? [1] : []),
  );
  const environment = {
    AWS_ENDPOINT_URL_IMAGEBUILDER: server.url,
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_REGION: 'us-east-1',
  };
  let runs = 0;
  const run = async (): Promise<RunCost> => {
    const args = [join(folder, 'lake'), timeOfRun(runs++), targets];
    return JSON.parse(await runScript('collect-child.ts', args, { environment, ...(oneCore ? { core: 0 } : {}) }));
  };
  try {
    return await work({ run, retag: server.retag });
  } finally {
    server.stop();
    rmSync(folder, { recursive: true });
  }
};
