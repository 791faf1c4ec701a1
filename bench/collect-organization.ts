import { writeFileSync } from 'node:fs';
import { isRead } from '../lambda/contract/outcome';
import type { CoverageRow } from '../lambda/contract/tables';
import { createAwsSource } from '../lambda/source/aws/source';
import { measuredRun, scheduledTimeIn } from './measured-run';
import { accountIdOf, type Found } from './organization';

/*
 * One run over a whole organization in a process of its own: tsx collect-organization LAKE SCHEDULED-TIME [FOUND].
 * Prints what it cost as JSON, and writes what it found to a file.
 */

const [lakeFolder = '', time = '', foundPath] = process.argv.slice(2);

const foundIn = (coverage: readonly CoverageRow[]): Found => {
  const nameOf = ({ account_id, region }: CoverageRow): string => `${account_id} ${region}`;
  return {
    rows: Object.fromEntries(coverage.map((row) => [nameOf(row), row.rows])),
    unread: coverage.filter(({ outcome }) => !isRead(outcome)).map(nameOf),
  };
};

const main = async (): Promise<void> => {
  const scheduledTime = scheduledTimeIn(time);
  const accountId = accountIdOf(0);
  const request = {
    scheduledTime,
    accountId,
    accounts: { units: [], excludedUnits: [] },
    regions: 'enabled' as const,
    excludedRegions: [],
    dropScope: 'few_accounts' as const,
  };
  const source = createAwsSource({ members: { accountId, memberRole: 'workflow-lake/member', scheduledTime } });
  const { cost, result } = await measuredRun(request, source, lakeFolder);
  if (foundPath !== undefined) writeFileSync(foundPath, JSON.stringify(foundIn(result.coverage)));
  console.log(JSON.stringify(cost));
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
