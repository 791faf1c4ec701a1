import {
  type ImageBuilder,
  type Page,
  ReadError,
  type Workflow,
  type WorkflowSummary,
} from '../../../lambda/source/image-builder';
import { nameOf, type Target } from '../../../lambda/target';
import { FakeImageBuilder } from '../account/fake-image-builder';
import type { Testbed } from '../testbed';
import { promise } from '../violation';
import type { VirtualTime } from '../virtual-time';
import type { Attempt } from './attempt';
import { aborted, CLIENT_TIMEOUT_MILLISECONDS, unanswered } from './client';
import type { LoggedRead } from './logged-read';

const inTime = promise('no call begins after the deadline');

type Token = { readonly nextToken?: string | undefined };

/** The reads of one target as one attempt sees them. */
export class TargetPort implements ImageBuilder {
  private readonly service: FakeImageBuilder;
  private readonly time: VirtualTime;

  constructor(
    { time, organization, random }: Testbed,
    private readonly attempt: Attempt,
    private readonly target: Target,
    private readonly signal: AbortSignal,
  ) {
    this.time = time;
    this.service = new FakeImageBuilder(organization.account(target.accountId), target.region, time, random);
  }

  async listWorkflowBuildVersions(
    request: Token & { readonly workflowVersionArn?: string | undefined },
  ): Promise<Page<WorkflowSummary>> {
    const entry = this.entry('list');
    const about = `${request.workflowVersionArn ?? 'all'} ${request.nextToken ?? ''}`;
    const page = await this.ask(
      entry,
      'listWorkflowBuildVersions',
      about,
      () => this.service.listBuilds(request),
      describePage,
    );
    entry.summaries = page.items;
    return page;
  }

  async listWorkflows(request: Token): Promise<Page<{ readonly arn: string }>> {
    const ask = () => this.service.listVersions(request);
    return this.ask(this.entry('list'), 'listWorkflows', request.nextToken ?? '', ask, describePage);
  }

  async getWorkflow(arn: string): Promise<Workflow> {
    const entry = this.entry('get', arn);
    const workflow = await this.ask(
      entry,
      'getWorkflow',
      arn,
      () => this.service.get(arn),
      ({ dateCreated }) => `${dateCreated}`,
    );
    entry.workflow = workflow;
    return workflow;
  }

  private entry(kind: LoggedRead['kind'], arn?: string): LoggedRead {
    const { request } = this.attempt;
    const { now } = this.time;
    inTime(
      now <= (request.deadline ?? now),
      () => `a ${kind} call begins after the deadline of ${request.scheduledTime}`,
    );
    const entry: LoggedRead = { target: nameOf(this.target), kind, arn };
    this.attempt.log.push(entry);
    return entry;
  }

  private async ask<T>(
    entry: LoggedRead,
    name: string,
    about: string,
    answer: () => T,
    describe: (answer: T) => string,
  ): Promise<T> {
    const isSilent = this.service.behaviour === 'silent';
    const latency = isSilent ? CLIENT_TIMEOUT_MILLISECONDS : this.service.latency();
    try {
      return await this.attempt.call({
        name,
        about: `${nameOf(this.target)} ${about}`,
        effect: answer,
        describe,
        latency,
        unanswered,
        abort: { signal: this.signal, error: aborted },
      });
    } catch (error) {
      if (error instanceof ReadError) entry.failure = error;
      throw error;
    }
  }
}

const describePage = ({ items, nextToken }: Page<unknown>): string =>
  `${items.length} items${nextToken === undefined ? '' : `, and token ${nextToken}`}`;
