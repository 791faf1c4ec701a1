import { createAwsSource } from '../lambda/source/aws/source';
import { measuredRun, scheduledTimeIn } from './measured-run';

/*
 * One run in a process of its own, so that its peak memory is its own:
 * tsx collect-child LAKE SCHEDULED-TIME REGIONS. Prints what it cost as JSON.
 */

const [lakeFolder = '', time = '', regions = ''] = process.argv.slice(2);

const main = async (): Promise<void> => {
  const request = {
    scheduledTime: scheduledTimeIn(time),
    accountId: '111122223333',
    regions: Array.from({ length: Number(regions) }, (_, i) => `region-${String(i).padStart(6, '0')}`),
    excludedRegions: [],
    dropScope: 'none' as const,
  };
  const { cost } = await measuredRun(request, createAwsSource(), lakeFolder);
  console.log(JSON.stringify(cost));
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
