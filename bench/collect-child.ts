import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../lambda/clock';
import { parseScheduledTime } from '../lambda/contract/scheduled-time';
import { run } from '../lambda/run';
import { createAwsSource } from '../lambda/source/aws/source';
import { openDirectoryLake } from '../local/lake/directory-lake';

/*
 * One run in a process of its own, so that its peak memory is its own:
 * tsx collect-child LAKE SCHEDULED-TIME REGIONS. Prints what it cost as JSON.
 */

const [lakeFolder = '', time = '', regions = ''] = process.argv.slice(2);

const main = async (): Promise<void> => {
  const scheduledTime = parseScheduledTime(time);
  if (scheduledTime === undefined) throw new Error(`no scheduled time: ${time}`);
  const source = createAwsSource();
  const started = performance.now();
  const result = await run(
    {
      scheduledTime,
      accountId: '111122223333',
      regions: Array.from({ length: Number(regions) }, (_, i) => `region-${String(i).padStart(6, '0')}`),
      excludedRegions: [],
      dropScope: 'none',
    },
    {
      lake: await openDirectoryLake(lakeFolder),
      source,
      clock: systemClock,
      scratchFolder: join(mkdtempSync(join(tmpdir(), 'bench-')), 'scratch'),
      report: () => undefined,
    },
  );
  source.close();
  const usage = process.resourceUsage();
  const sum = (pick: (row: (typeof result.coverage)[number]) => number) =>
    result.coverage.reduce((n, row) => n + pick(row), 0);
  console.log(
    JSON.stringify({
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      peakMegabytes: usage.maxRSS / 1024,
      rows: sum(({ rows }) => rows),
      listCalls: sum(({ list_calls }) => list_calls),
      getCalls: sum(({ get_calls }) => get_calls),
      complete: result.manifest?.outcomes.complete,
    }),
  );
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
