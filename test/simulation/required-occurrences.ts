import { CHANGES, OUTCOMES } from '../../lambda/contract/outcome';
import { ROLES } from './account/fake-account';
import { BEHAVIOURS } from './account/fake-region';
import { FAULTS, PUTS } from './faults/fault';
import type { Occurrences } from './occurrences';
import { LISTINGS, STS_BEHAVIOURS } from './organization/fake-organization';
import { REFUSALS } from './promises/commit-occurrences';

/** A group of the occurrences, and a name in it. */
type Occurrence = readonly [group: string, name: string];

const all = (group: string, names: readonly string[]): Occurrence[] => names.map((name) => [group, name]);

const CONTESTED = PUTS.flatMap((put) => [`409 ${put}`, `412 ${put}`, `answer lost ${put}`, `landed late ${put}`]);

const ENDS = [
  'published',
  'already_published',
  'overtaken',
  'crash',
  'LakeError',
  'NothingReadError',
  'OvertakenError',
  'PlanError',
  'ScopeLossError',
  'StoppedError',
];

const STANDINGS = ['joins', 'leaves', 'comes back', 'moves', 'is SUSPENDED', 'is CLOSED', 'is PENDING_CLOSURE'];

const ORGANIZATION = [
  ...STANDINGS.map((standing) => `an account ${standing}`),
  ...ROLES.map((role) => `role: ${role}`),
  ...LISTINGS.map((listing) => `listing: ${listing}`),
  ...STS_BEHAVIOURS.map((behaviour) => `STS: ${behaviour}`),
];

const ACCOUNTS = [
  'a Region is kept of an account that was not opened',
  'a unit is walked',
  'its standing changes while a run goes on',
  'its role changes while a run goes on',
  'it is not asked',
  'some leave: few_accounts',
  'some leave: any',
];

const ACCOUNT = ['create', 'retag', 'deprecate', 'delete', 're-create', 'refuse details', 'allow details'];

/**
 * Everything that must occur over the seeds of one `npm test`; a simulation in which something never does shows less
 * than it says.
 */
const REQUIRED: readonly Occurrence[] = [
  ...FAULTS.map(({ kind, call }): Occurrence => [kind, call]),
  ...all('lake', CONTESTED),
  ...all('outcome', OUTCOMES),
  ...all('change', [...CHANGES, '(none in a run)', '(some in a run)']),
  ...all('end', ENDS),
  ...all('refusal', [...REFUSALS.map(([name]) => name)]),
  ...all('organization', ORGANIZATION),
  ...all('accounts', ACCOUNTS),
  ...all('Region *', ['complete', 'denied', 'throttled', 'timed_out', 'unavailable']),
  ...all('report', ['opening', 'recovering', 'records_lost', 'planned', 'target', 'merging', 'committed', 'published']),
  ...all('account', [...ACCOUNT, 'enabled Regions change', 'account:ListRegions refused', 'records expire']),
  ...all(
    'account',
    BEHAVIOURS.map((behaviour) => `behaviour: ${behaviour}`),
  ),
];

/** What of it never occurred. */
export const missingIn = (occurrences: Occurrences): readonly string[] =>
  REQUIRED.filter(([group, name]) => occurrences.times(group, name) === 0).map(([group, name]) => `${group}: ${name}`);
