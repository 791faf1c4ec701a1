import { boto3Packages } from './boto3';
import { lostRows } from './organization';
import { costOfTwoRuns } from './run-cost';
import { type Cost, LATENCY, type Reading, withOrganization } from './served-organization';
import { head, row } from './table';

/*
 * Whole organizations over HTTP: accounts that are opened by AssumeRole and asked for their Regions. The reader has one
 * core, and the stand-in the other.
 */

const cells = ({ seconds, cpuSeconds, peakMegabytes }: Cost): readonly string[] => [
  seconds.toFixed(1),
  cpuSeconds.toFixed(1),
  peakMegabytes.toFixed(0),
];

const COLUMNS = [
  ...['reader', 'wall s', 'CPU s', 'peak RSS MB'],
  ...['requests', 'refused for their rate', 'rows', 'said unread', 'lost rows'],
];

/** Prints a table: this collector and boto3 over 1,000 accounts, some of which refuse, or never answer. */
export const measureOrganization = async (): Promise<void> => {
  const organization = { accounts: 1_000, regions: 17, isLively: true };
  const packages = await boto3Packages();
  head('An organization: 1,000 accounts × 17 Regions, with troubles', ...COLUMNS);
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
