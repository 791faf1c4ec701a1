import { PATIENCE, Retry } from '../../lambda/source/aws/retry';
import type { ImageBuilder, Page, Source, Tags, WorkflowSummary } from '../../lambda/source/image-builder';
import type { Target } from '../../lambda/target';
import { buildArn } from './account';
import { oneAccount } from './one-account';
import { TokenBucket } from './token-bucket';
import type { VirtualClock } from './virtual-clock';

const LATENCY = 30;
const PAGE_SIZE = 25;

export interface LimitedRegion {
  readonly builds: number;
  /** Requests per second, after a burst of 20; undefined without a limit. */
  readonly perSecond: number | undefined;
  /** What the list says of a build's tags. */
  readonly listedTags: Tags | undefined;
}

/**
 * An account whose Regions refuse what is beyond their limits, read at the collector's own pace. Limits live as long as
 * the source: runs that follow each other share them.
 */
export class LimitedSource implements Source {
  readonly organization = oneAccount.organization;
  readonly openAccount = oneAccount.openAccount;
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly clock: VirtualClock,
    private readonly regions: Readonly<Record<string, LimitedRegion>>,
  ) {
    for (const [name, { perSecond }] of Object.entries(regions))
      if (perSecond !== undefined) this.buckets.set(name, new TokenBucket(clock, () => perSecond, 20));
  }

  async enabledRegions(): Promise<readonly string[]> {
    return Object.keys(this.regions);
  }

  imageBuilder({ region }: Target, signal: AbortSignal): ImageBuilder {
    const retry = new Retry({ clock: this.clock, signal, patience: PATIENCE, random: () => 0.5 });
    const ask = <T>(answer: T): Promise<T> => retry.call(() => this.answer(region, answer));
    return {
      listWorkflowBuildVersions: ({ nextToken }) => ask(this.page(region, Number(nextToken ?? 0))),
      listWorkflows: () => Promise.reject(new Error('not asked for')),
      getWorkflow: (arn) => ask({ arn, data: 'steps: []', dateCreated: DATE_CREATED, tags: {} }),
    };
  }

  private async answer<T>(region: string, answer: T): Promise<T> {
    await this.clock.sleep(LATENCY);
    if (this.buckets.get(region)?.take() !== false) return answer;
    throw Object.assign(new Error('Rate exceeded'), {
      name: 'CallRateLimitExceededException',
      $metadata: { httpStatusCode: 429 },
    });
  }

  private page(region: string, start: number): Page<WorkflowSummary> {
    const { builds = 0, listedTags: tags } = this.regions[region] ?? {};
    const end = Math.min(builds, start + PAGE_SIZE);
    const items = Array.from({ length: end - start }, (_, index) => ({
      arn: buildArn(region, `w${start + index}`),
      dateCreated: DATE_CREATED,
      tags,
    }));
    return { items, nextToken: end < builds ? String(end) : undefined };
  }
}

const DATE_CREATED = '2026-09-09T19:56:38.339Z';
