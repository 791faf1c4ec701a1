import type { ReadFailure } from '../../../lambda/source/image-builder';
import type { FakeBuild } from './fake-build';
import { Listings } from './listings';
import { Timeline } from './timeline';

/** What a Region answers to every call. `silent`: it never does. `details_denied`: it refuses GetWorkflow alone. */
export const BEHAVIOURS = [
  'healthy',
  'slow',
  'flaky',
  'silent',
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

export type Behaviour = (typeof BEHAVIOURS)[number];

/** The answers that no document settles: each Region of a scenario draws its own. */
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
  /** Also those that were deleted. */
  readonly allBuilds: FakeBuild[] = [];
  readonly listings = new Listings();
  readonly behaviour: Timeline<Behaviour>;

  constructor(
    readonly name: string,
    readonly habits: Habits,
    createdAt: number,
  ) {
    this.behaviour = new Timeline<Behaviour>(createdAt, 'healthy');
  }

  /** Those that exist now. */
  get builds(): readonly FakeBuild[] {
    return this.allBuilds.filter((build) => build.exists);
  }

  /** The build that GetWorkflow answers with: for a version or a wildcard, the newest that matches. */
  resolve(arn: string): FakeBuild | undefined {
    return this.builds
      .filter(({ facts }) => facts.arn === arn || facts.versionArn === arn || wildcardArn(facts.versionArn) === arn)
      .sort((a, b) => compareVersions(a, b))
      .at(-1);
  }
}

export const wildcardArn = (versionArn: string): string => versionArn.replace(/[^/]+$/, 'x.x.x');

const compareVersions = (a: FakeBuild, b: FakeBuild): number =>
  Number(a.facts.version.split('.')[0]) - Number(b.facts.version.split('.')[0]) || a.facts.build - b.facts.build;
