import { type Page, ReadError, type Workflow, type WorkflowSummary } from '../../../lambda/source/image-builder';
import type { Random } from '../random';
import type { VirtualTime } from '../virtual-time';
import type { BuildLife } from './fake-build';
import type { FakeRegion, Weather } from './fake-region';
import { toSummary, toWorkflow } from './service-answer';

type Token = { readonly nextToken?: string | undefined };

const FAILURES: Partial<Record<Weather, readonly [ReadError['reason'], string, string]>> = {
  dead: ['unavailable', 'TimeoutError', 'no answer'],
  denied: ['denied', 'AccessDeniedException', 'not authorized'],
  region_disabled: ['region_disabled', 'UnrecognizedClientException', 'the security token is invalid'],
  no_endpoint: ['no_endpoint', 'ENOTFOUND', 'getaddrinfo ENOTFOUND'],
  throttled: ['throttled', 'CallRateLimitExceededException', 'rate exceeded'],
  unavailable: ['unavailable', 'ServiceUnavailableException', 'try later'],
  invalid_response: ['invalid_response', 'SyntaxError', 'the answer is not JSON'],
};

const DETAIL_FAILURES: Partial<Record<Weather, readonly [ReadError['reason'], string, string]>> = {
  details_denied: ['denied', 'AccessDeniedException', 'not authorized to perform GetWorkflow'],
  details_throttled: ['throttled', 'CallRateLimitExceededException', 'rate exceeded'],
};

/** Image Builder in one Region, as it answers at this moment. */
export class FakeImageBuilder {
  constructor(
    private readonly region: FakeRegion,
    private readonly time: VirtualTime,
    private readonly random: Random,
  ) {}

  get weather(): Weather {
    return this.region.weather.current;
  }

  /** In milliseconds. */
  latency(): number {
    return this.weather === 'slow' ? this.random.between(500, 5_000) : this.random.between(1, 60);
  }

  listBuilds(request: Token & { readonly workflowVersionArn?: string | undefined }): Page<WorkflowSummary> {
    this.refuse();
    const { workflowVersionArn: version, nextToken } = request;
    const { habits } = this.region;
    if (habits.refusesListOfAll && version === undefined && nextToken === undefined)
      throw new ReadError('invalid_request', 'InvalidRequestException', 'workflowVersionArn is required');
    const listed = this.listed().filter(({ birth }) => version === undefined || birth.versionArn === version);
    const page = this.page(`builds ${version ?? ''}`, nextToken, listed);
    const items = page.items.map((life) => toSummary(life, habits));
    return { items: this.weather === 'foreign_arn' ? items.map(foreign) : items, nextToken: page.nextToken };
  }

  listVersions({ nextToken }: Token): Page<{ readonly arn: string }> {
    this.refuse();
    const page = this.page('versions', nextToken, this.listed());
    return { items: page.items.map(({ birth }) => ({ arn: birth.versionArn })), nextToken: page.nextToken };
  }

  get(arn: string): Workflow {
    this.refuse();
    this.fail(DETAIL_FAILURES[this.weather]);
    const life = this.region.resolve(arn);
    if (life === undefined)
      throw new ReadError(this.region.habits.missingBuild, 'ResourceNotFoundException', 'there is no such workflow');
    const refusal = life.refusal.current;
    if (refusal !== undefined) throw new ReadError(refusal, 'KMSAccessDenied', 'the key may not be used');
    return toWorkflow(life, this.region.habits);
  }

  private listed(): readonly BuildLife[] {
    return this.region.alive.filter(({ listed }) => listed.current);
  }

  private page(of: string, token: string | undefined, lives: readonly BuildLife[]): Page<BuildLife> {
    const { habits, listings } = this.region;
    return listings.page(of, token, this.random.shuffled(lives), {
      now: this.time.now,
      size: habits.pageSize,
      tokenLife: this.weather === 'short_tokens' ? 60 : 1_000_000,
      isEmpty: habits.emptyPages && this.random.chance(0.3),
      repeats: habits.repeatsItems && this.random.chance(0.5),
      repeatsToken: this.weather === 'endless_list',
    });
  }

  private refuse(): void {
    this.fail(FAILURES[this.weather]);
    if (this.weather === 'flaky' && this.random.chance(0.3))
      this.fail(FAILURES[this.random.pick(['throttled', 'unavailable'] as const)]);
  }

  private fail(failure: readonly [ReadError['reason'], string, string] | undefined): void {
    if (failure !== undefined) throw new ReadError(...failure);
  }
}

const foreign = (summary: WorkflowSummary): WorkflowSummary => ({
  ...summary,
  arn: summary.arn.replace(/:\d{12}:/, ':999999999999:'),
});
