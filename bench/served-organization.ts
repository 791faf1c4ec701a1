import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCost } from './measured-run';
import { accountIdOf, type Found, type Organization } from './organization';
import { runPython, runScript, startServer } from './process';
import { timeOfRun } from './run-cost';

/** In milliseconds, of each answer. */
export const LATENCY = 60;
const READER_CORE = 0;
const SERVER_CORE = 1;

export type Cost = Pick<RunCost, 'seconds' | 'cpuSeconds' | 'peakMegabytes'>;

interface Calls {
  readonly requests: number;
  readonly refusals: number;
}

/** A reader's cost, what it found, and what the server saw of it. */
export interface Reading extends Calls {
  readonly cost: Cost;
  readonly found: Found;
}

/** An organization over HTTP, and a folder for what is read of it. */
class ServedOrganization {
  private runs = 0;

  constructor(
    readonly folder: string,
    readonly server: Awaited<ReturnType<typeof startServer>>,
  ) {}

  /** A run into the lake, a day after the one before. */
  async collect(): Promise<Reading> {
    const args = [join(this.folder, 'lake'), timeOfRun(this.runs++), this.foundPath];
    return this.reading(await runScript('collect-organization.ts', args, this.options({})));
  }

  /** The program that somebody would write with boto3. */
  async collectWithBoto3(packages: string): Promise<Reading> {
    const args = [accountIdOf(0), join(this.folder, 'rows.ndjson.gz'), this.foundPath];
    const options = this.options({ PYTHONPATH: packages, AWS_EC2_METADATA_DISABLED: 'true' });
    return this.reading(await runPython('boto3-organization.py', args, options));
  }

  private get foundPath(): string {
    return join(this.folder, 'found.json');
  }

  private options(more: Readonly<Record<string, string>>) {
    const environment = {
      AWS_ENDPOINT_URL: this.server.url,
      AWS_ACCESS_KEY_ID: accountIdOf(0),
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_REGION: 'us-east-1',
      ...more,
    };
    return { core: READER_CORE, environment };
  }

  private async reading(cost: string): Promise<Reading> {
    const found: Found = JSON.parse(readFileSync(this.foundPath, 'utf8'));
    const calls: Calls = JSON.parse(await this.server.counts());
    return { ...calls, cost: JSON.parse(cost), found };
  }
}

/** Serves an organization for as long as the work takes. */
export const withOrganization = async (
  { accounts, regions, isLively }: Organization,
  work: (served: ServedOrganization) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-organization-'));
  const args = [accounts, regions, LATENCY, isLively ? 1 : 0];
  const server = await startServer('organization-server.ts', args, SERVER_CORE);
  try {
    await work(new ServedOrganization(folder, server));
  } finally {
    server.stop();
    rmSync(folder, { recursive: true });
  }
};
