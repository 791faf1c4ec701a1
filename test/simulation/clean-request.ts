import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import type { RunRequest } from '../../lambda/run';
import { ACCOUNT_ID } from './account/fake-account';

/** Long enough for whatever is under way to end. */
export const QUIET_MILLISECONDS = 600_000;

/** A run of all that there is, with nothing in its way. */
export const cleanRequest = (scheduledTime: ScheduledTime): RunRequest => ({
  scheduledTime,
  accountId: ACCOUNT_ID,
  regions: 'enabled',
  excludedRegions: [],
  dropScope: 'any',
});
