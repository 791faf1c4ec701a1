import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript, startServer } from './process';

/** What one run cost, as bench/collect-child.ts prints it. */
export interface RunCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly rows: number;
  readonly listCalls: number;
  readonly getCalls: number;
}

interface RunCostOptions {
  readonly targets: number;
  readonly buildsPerTarget: number;
  readonly documentBytes: number;
  readonly latencyMilliseconds?: number;
  /** Keep the collector to one core, and the server to another. */
  readonly oneCore?: boolean;
}

/** A first run over an account, and a second one in which nothing has changed: each in a process of its own. */
export const costOfTwoRuns = async (
  options: RunCostOptions,
): Promise<{ readonly cold: RunCost; readonly steady: RunCost }> => {
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
  const run = async (scheduledTime: string): Promise<RunCost> =>
    JSON.parse(
      await runScript('collect-child.ts', [join(folder, 'lake'), scheduledTime, targets], {
        environment,
        ...(oneCore ? { core: 0 } : {}),
      }),
    );
  try {
    const cold = await run('2026-11-20T06:00:00Z');
    return { cold, steady: await run('2026-11-21T06:00:00Z') };
  } finally {
    server.stop();
    rmSync(folder, { recursive: true });
  }
};
