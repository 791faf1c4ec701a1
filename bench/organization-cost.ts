import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCost } from './measured-run';
import { boto3Packages } from './no-limit';
import { accountIdOf, type Found, lostRows, type Organization } from './organization';
import { runPython, runScript, startServer } from './process';
import { costOfTwoRuns, timeOfRun } from './run-cost';

/*
 * Whole organizations over HTTP: accounts that are opened by AssumeRole and asked for their Regions. An answer takes 60 ms;
 * the reader has one core, and the stand-in the other.
 */

const LATENCY = 60;
const READER = 0;
const SERVER = 1;

type Cost = Pick<RunCost, 'seconds' | 'cpuSeconds' | 'peakMegabytes'>;

interface Calls {
  readonly requests: number;
  readonly refusals: number;
}

/** A reader's cost, what it found, and what the server saw of it. */
interface Reading extends Calls {
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
    return { core: READER, environment };
  }

  private async reading(cost: string): Promise<Reading> {
    const found: Found = JSON.parse(readFileSync(this.foundPath, 'utf8'));
    const calls: Calls = JSON.parse(await this.server.counts());
    return { ...calls, cost: JSON.parse(cost), found };
  }
}

const withOrganization = async (
  { accounts, regions, isLively }: Organization,
  work: (served: ServedOrganization) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-organization-'));
  const args = [accounts, regions, LATENCY, isLively ? 1 : 0];
  const server = await startServer('organization-server.ts', args, SERVER);
  try {
    await work(new ServedOrganization(folder, server));
  } finally {
    server.stop();
    rmSync(folder, { recursive: true });
  }
};

const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

const head = (title: string, ...columns: readonly string[]): void => {
  console.log(`\n### ${title}\n`);
  row(...columns);
  row(...columns.map(() => '---'));
};

const cells = ({ seconds, cpuSeconds, peakMegabytes }: Cost): readonly string[] => [
  seconds.toFixed(1),
  cpuSeconds.toFixed(1),
  peakMegabytes.toFixed(0),
];

/** Prints a table: this collector and boto3 over 1,000 accounts, some of which refuse, or never answer. */
export const measureOrganization = async (): Promise<void> => {
  const organization = { accounts: 1_000, regions: 17, isLively: true };
  const packages = await boto3Packages();
  head(
    'An organization: 1,000 accounts × 17 Regions, with troubles',
    ...[
      'reader',
      'wall s',
      'CPU s',
      'peak RSS MB',
      'requests',
      'refused for their rate',
      'rows',
      'said unread',
      'lost rows',
    ],
  );
  const print = (name: string, { cost, found, requests, refusals }: Reading): void => {
    const rows = Object.values(found.rows).reduce((sum, count) => sum + count, 0);
    row(name, ...cells(cost), requests, refusals, rows, found.unread.length, lostRows(organization, found));
  };
  await withOrganization(organization, async (served) => {
    print('this collector, first run', await served.collect());
    print('this collector, steady', await served.collect());
    if (packages !== undefined) print('boto3, 64 threads', await served.collectWithBoto3(packages));
  });
};

/** Prints a table: 17,000 empty targets, of accounts that are opened, and of one that need not be. */
export const measureOpening = async (): Promise<void> => {
  head('17,000 empty targets, with and without accounts to open', 'run', 'accounts', 'wall s', 'CPU s', 'peak RSS MB');
  const shape = { targets: 17_000, buildsPerTarget: 0, documentBytes: 0, latencyMilliseconds: LATENCY, oneCore: true };
  const { cold, steady } = await costOfTwoRuns(shape);
  await withOrganization({ accounts: 1_000, regions: 17, isLively: false }, async (served) => {
    row('first', 1, ...cells(cold));
    row('first', '1,000 opened', ...cells((await served.collect()).cost));
    row('steady', 1, ...cells(steady));
    row('steady', '1,000 opened', ...cells((await served.collect()).cost));
  });
};

/** Prints a table: 10,000 accounts × 34 Regions, all empty. */
export const measureWholeOrganization = async (): Promise<void> => {
  head('340,000 empty targets: 10,000 accounts × 34 Regions', 'run', 'wall s', 'CPU s', 'peak RSS MB');
  await withOrganization({ accounts: 10_000, regions: 34, isLively: false }, async (served) => {
    row('first', ...cells((await served.collect()).cost));
    row('steady', ...cells((await served.collect()).cost));
  });
};
