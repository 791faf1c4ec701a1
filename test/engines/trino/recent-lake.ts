import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import { liveOneDay } from '../../../local/sample-account/sample-account';
import type { SampleOrganization } from '../../../local/sample-account/sample-organization';
import { timeDaysAgo } from './days';

/** The runs of the recent lake. */
export const [FIRST, SECOND, THIRD] = [timeDaysAgo(2, 6), timeDaysAgo(1, 6), timeDaysAgo(1, 18)];

/** What the recent lake holds: what happens to the sample organization, and when it is collected. */
export const liveTwoDays = async (
  { account, members }: SampleOrganization,
  collect: (time: ScheduledTime) => Promise<void>,
): Promise<void> => {
  await collect(FIRST);
  liveOneDay(account);
  await collect(SECOND);
  const region = account.region('us-east-1');
  region.tag(region.arn('workflow/test/approval-gate/1.0.0/1'), { team: 'security' });
  region.delete(region.arn('workflow/build/gpu-training-node/1.0.0/1'));
  for (const member of members) member.hasRole = false;
  await collect(THIRD);
};
