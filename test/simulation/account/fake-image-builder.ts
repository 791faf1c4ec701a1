import { type Page, ReadError, type Workflow, type WorkflowSummary } from '../../../lambda/source/image-builder';
import type { Random } from '../random';
import type { VirtualTime } from '../virtual-time';
import type { FakeAccount } from './fake-account';
import type { FakeBuild } from './fake-build';
import type { Behaviour, FakeRegion } from './fake-region';
import { toSummary, toWorkflow } from './service-answer';

type Token = { readonly nextToken?: string | undefined };

const FAILURES: Partial<Record<Behaviour, readonly [ReadError['reason'], string, string]>> = {
  silent: ['unavailable', 'TimeoutError', 'no answer'],
  denied: ['denied', 'AccessDeniedException', 'not authorized'],
  region_disabled: ['region_disabled', 'UnrecognizedClientException', 'the security token is invalid'],
  no_endpoint: ['no_endpoint', 'ENOTFOUND', 'getaddrinfo ENOTFOUND'],
  throttled: ['throttled', 'CallRateLimitExceededException', 'rate exceeded'],
  unavailable: ['unavailable', 'ServiceUnavailableException', 'try later'],
  invalid_response: ['invalid_response', 'SyntaxError', 'the answer is not JSON'],
};

const DETAIL_FAILURES: Partial<Record<Behaviour, readonly [ReadError['reason'], string, string]>> = {
  details_denied: ['denied', 'AccessDeniedException', 'not authorized to perform GetWorkflow'],
  details_throttled: ['throttled', 'CallRateLimitExceededException', 'rate exceeded'],
};

/** Image Builder in one Region of an account, as it answers at this moment. */
export class FakeImageBuilder {
  private readonly region: FakeRegion;

  constructor(
    private readonly account: FakeAccount,
    regionName: string,
    private readonly time: VirtualTime,
    private readonly random: Random,
  ) {
    this.region = account.region(regionName);
  }

  get behaviour(): Behaviour {
    return this.region.behaviour.current;
  }

  /** In milliseconds. */
  latency(): number {
    return this.behaviour === 'slow' ? this.random.between(500, 5_000) : this.random.between(1, 60);
  }

  listBuilds(request: Token & { readonly workflowVersionArn?: string | undefined }): Page<WorkflowSummary> {
    this.refuse();
    const { workflowVersionArn: version, nextToken } = request;
    const { habits } = this.region;
    if (habits.refusesListOfAll && version === undefined && nextToken === undefined)
      throw new ReadError('invalid_request', 'InvalidRequestException', 'workflowVersionArn is required');
    const listed = this.listed().filter(({ facts }) => version === undefined || facts.versionArn === version);
    const page = this.page(`builds ${version ?? ''}`, nextToken, listed);
    const items = page.items.map((build) => toSummary(build, habits));
    return { items: this.behaviour === 'foreign_arn' ? items.map(foreign) : items, nextToken: page.nextToken };
  }

  listVersions({ nextToken }: Token): Page<{ readonly arn: string }> {
    this.refuse();
    const page = this.page('versions', nextToken, this.listed());
    return { items: page.items.map(({ facts }) => ({ arn: facts.versionArn })), nextToken: page.nextToken };
  }

  get(arn: string): Workflow {
    this.refuse();
    this.fail(DETAIL_FAILURES[this.behaviour]);
    const build = this.region.resolve(arn);
    if (build === undefined)
      throw new ReadError(this.region.habits.missingBuild, 'ResourceNotFoundException', 'there is no such workflow');
    const refusal = build.refusal.current;
    if (refusal !== undefined) throw new ReadError(refusal, 'KMSAccessDenied', 'the key may not be used');
    return toWorkflow(build, this.region.habits);
  }

  private listed(): readonly FakeBuild[] {
    return this.region.builds.filter(({ listed }) => listed.current);
  }

  private page(of: string, token: string | undefined, builds: readonly FakeBuild[]): Page<FakeBuild> {
    const { habits, listings } = this.region;
    return listings.page(of, token, this.random.shuffled(builds), {
      now: this.time.now,
      size: habits.pageSize,
      tokenLife: this.behaviour === 'short_tokens' ? 60 : 1_000_000,
      isEmpty: habits.emptyPages && this.random.chance(0.3),
      repeats: habits.repeatsItems && this.random.chance(0.5),
      repeatsToken: this.behaviour === 'endless_list',
    });
  }

  private refuse(): void {
    if (!this.account.isActive) this.fail(FAILURES.denied);
    this.fail(FAILURES[this.behaviour]);
    if (this.behaviour === 'flaky' && this.random.chance(0.3))
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
