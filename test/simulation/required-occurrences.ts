import { CHANGES, OUTCOMES } from '../../lambda/contract/outcome';
import { WEATHERS } from './account/fake-region';
import { INCIDENTS, PUTS } from './faults/fault';
import type { Tally } from './occurrences';

/** A group of the tally, and a name in it. */
type Thing = readonly [group: string, name: string];

const all = (group: string, names: readonly string[]): Thing[] => names.map((name) => [group, name]);

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

const ACCOUNT = ['create', 'retag', 'deprecate', 'delete', 're-create', 'refuse details', 'allow details'];

/** Everything that must occur over the seeds of one `npm test`; a simulation in which something never does shows less than it says. */
const REQUIRED: readonly Thing[] = [
  ...INCIDENTS.map(({ fate, call }): Thing => [fate, call]),
  ...all('lake', CONTESTED),
  ...all('outcome', OUTCOMES),
  ...all('change', [...CHANGES, '(none in a run)', '(some in a run)']),
  ...all('end', ENDS),
  ...all('report', ['recovering', 'records_lost', 'planned', 'target', 'merging', 'committed', 'published']),
  ...all('account', [...ACCOUNT, 'enabled Regions change', 'account:ListRegions refused', 'records expire']),
  ...all(
    'account',
    WEATHERS.map((weather) => `weather: ${weather}`),
  ),
];

/** What of it never occurred. */
export const missingIn = (tally: Tally): readonly string[] =>
  REQUIRED.filter(([group, name]) => tally.times(group, name) === 0).map(([group, name]) => `${group}: ${name}`);
