import type { ReadFailure } from '../../../lambda/source/image-builder';
import type { BuildLife } from './fake-build';
import { Listings } from './listings';
import { Timeline } from './timeline';

/** What a Region answers to every call. `dead`: it never does. `details_denied`: it refuses GetWorkflow alone. */
export const WEATHERS = [
  'fair',
  'slow',
  'flaky',
  'dead',
  'denied',
  'region_disabled',
  'no_endpoint',
  'throttled',
  'unavailable',
  'invalid_response',
  'details_denied',
  'details_throttled',
  'endless_list',
  'short_tokens',
  'foreign_arn',
] as const;

export type Weather = (typeof WEATHERS)[number];

/** The answers that no document settles: each Region of a world draws its own. */
export interface Habits {
  /** Whether summaries carry tags: always, never, or only where there are some. */
  readonly summaryTags: 'always' | 'never' | 'if_any';
  /** What the ARN of a summary names. */
  readonly summaryArn: 'build' | 'version' | 'wildcard';
  /** What GetWorkflow says of a build that does not exist. */
  readonly missingBuild: Extract<ReadFailure, 'not_found' | 'denied' | 'invalid_request'>;
  readonly noParameters: 'empty' | 'absent';
  readonly liveState: 'empty' | 'absent';
  readonly refusesListOfAll: boolean;
  readonly hidesDeprecated: boolean;
  readonly pageSize: number;
  readonly emptyPages: boolean;
  readonly repeatsItems: boolean;
}

export class FakeRegion {
  readonly lives: BuildLife[] = [];
  readonly listings = new Listings();
  readonly weather: Timeline<Weather>;

  constructor(
    readonly name: string,
    readonly habits: Habits,
    bornAt: number,
  ) {
    this.weather = new Timeline<Weather>(bornAt, 'fair');
  }

  get alive(): readonly BuildLife[] {
    return this.lives.filter((life) => life.alive);
  }

  /** The build that GetWorkflow answers with: for a version or a wildcard, the newest that matches. */
  resolve(arn: string): BuildLife | undefined {
    return this.alive
      .filter(({ birth }) => birth.arn === arn || birth.versionArn === arn || wildcardArn(birth.versionArn) === arn)
      .sort((a, b) => compareVersions(a, b))
      .at(-1);
  }
}

export const wildcardArn = (versionArn: string): string => versionArn.replace(/[^/]+$/, 'x.x.x');

const compareVersions = (a: BuildLife, b: BuildLife): number =>
  Number(a.birth.version.split('.')[0]) - Number(b.birth.version.split('.')[0]) || a.birth.build - b.birth.build;
