import type { Random } from '../random';
import { FakeRegion, type Habits } from './fake-region';

/** The Regions that a scenario may have. */
export const REGION_NAMES = ['eu-west-1', 'us-east-1', 'ap-south-2'] as const;

/** The answers that no document settles are drawn for each Region; the likelier ones more often. */
export const drawRegions = (
  names: readonly string[],
  random: Random,
  createdAt: number,
  refuseListOfAll: boolean,
): readonly FakeRegion[] => names.map((name) => new FakeRegion(name, drawHabits(random, refuseListOfAll), createdAt));

const drawHabits = (random: Random, refuseListOfAll: boolean): Habits => ({
  summaryTags: random.pick(['always', 'always', 'never', 'if_any']),
  summaryArn: random.pick(['build', 'build', 'build', 'build', 'version', 'wildcard']),
  missingBuild: random.pick(['not_found', 'not_found', 'not_found', 'denied', 'invalid_request']),
  noParameters: random.pick(['empty', 'absent']),
  liveState: random.pick(['empty', 'absent']),
  refusesListOfAll: refuseListOfAll || random.chance(0.2),
  hidesDeprecated: random.chance(0.5),
  pageSize: random.between(1, 4),
  emptyPages: random.chance(0.3),
  repeatsItems: random.chance(0.3),
});
