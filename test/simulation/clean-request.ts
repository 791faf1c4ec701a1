import type { ScheduledTime } from '../../lambda/contract/scheduled-time';
import type { RunRequest } from '../../lambda/run';
import { ACCOUNT_ID, type FakeOrganization, ROOT } from './organization/fake-organization';

/** Long enough for whatever is under way to end. */
export const QUIET_MILLISECONDS = 600_000;

/** A run of all that there is, with nothing in its way. Where no path says who is under the root, its tree is walked. */
export const cleanRequest = (scheduledTime: ScheduledTime, { others }: FakeOrganization): RunRequest => ({
  scheduledTime,
  accountId: ACCOUNT_ID,
  accounts: others.length === 0 ? 'self' : { units: [ROOT], excludedUnits: [] },
  regions: 'enabled',
  excludedRegions: [],
  dropScope: 'any',
});
