import { type ImageBuilder, ReadError, type Source } from '../../../lambda/source/image-builder';
import type { Organization } from '../../../lambda/source/organization';
import type { Target } from '../../../lambda/target';
import type { Testbed } from '../testbed';
import { promise } from '../violation';
import type { AccountOpening } from './account-opening';
import type { Attempt } from './attempt';
import { aborted, CLIENT_TIMEOUT_MILLISECONDS, unanswered } from './client';
import { OrganizationPort } from './organization-port';
import { TargetPort } from './target-port';

const openedFirst = promise('an account is opened before it is read');
const few = promise('at most sixteen accounts are opened at a time');
const inTime = promise('no account is opened after the deadline');

const MOST_OPENED_AT_ONCE = 16;

/** The source as one attempt sees it. */
export class SourcePort implements Source {
  readonly organization: Organization;
  private openedAtOnce = 0;

  constructor(
    private readonly testbed: Testbed,
    private readonly attempt: Attempt,
  ) {
    this.organization = new OrganizationPort(testbed, attempt);
  }

  /** No role leads into the collector's own account. */
  async openAccount(accountId: string, signal: AbortSignal): Promise<void> {
    const { organization, time } = this.testbed;
    const { deadline, scheduledTime } = this.attempt.request;
    inTime(time.now <= (deadline ?? time.now), () => `${scheduledTime} opens ${accountId} after its deadline`);
    if (this.isOwn(accountId)) {
      this.openingOf(accountId);
      return;
    }
    few(++this.openedAtOnce <= MOST_OPENED_AT_ONCE, () => `${scheduledTime} opens ${this.openedAtOnce} at a time`);
    await this.ask('openAccount', accountId, signal, () => organization.open(accountId)).finally(() => {
      this.openedAtOnce--;
    });
  }

  async enabledRegions(accountId: string, signal: AbortSignal): Promise<readonly string[]> {
    this.checkOpened(accountId);
    const { organization, random } = this.testbed;
    const account = organization.account(accountId);
    const enabled = await this.ask('enabledRegions', accountId, signal, () =>
      random.shuffled(account.enabledRegions()),
    );
    this.openingOf(accountId).enabled = enabled;
    return enabled;
  }

  imageBuilder(target: Target, signal: AbortSignal): ImageBuilder {
    this.checkOpened(target.accountId);
    return new TargetPort(this.testbed, this.attempt, target, signal);
  }

  private isOwn(accountId: string): boolean {
    return accountId === this.attempt.request.accountId;
  }

  private checkOpened(accountId: string): void {
    const opening = this.attempt.openings.get(accountId);
    openedFirst(
      this.isOwn(accountId) || (opening !== undefined && opening.failure === undefined),
      () => `${accountId} is read by ${this.attempt.request.scheduledTime} and was not opened`,
    );
  }

  /** Moves to the end: openings are in the order of their last answers. */
  private openingOf(accountId: string): AccountOpening {
    const { openings } = this.attempt;
    const opening = openings.get(accountId) ?? {};
    openings.delete(accountId);
    openings.set(accountId, opening);
    return opening;
  }

  private async ask<T>(name: string, accountId: string, signal: AbortSignal, effect: () => T): Promise<T> {
    try {
      const answer = await this.attempt.call({
        name,
        about: accountId,
        effect,
        describe: (given) => (Array.isArray(given) ? given.join(' ') : 'opened'),
        unanswered,
        latency: this.latency(name),
        abort: { signal, error: aborted },
      });
      this.openingOf(accountId);
      return answer;
    } catch (error) {
      if (error instanceof ReadError) this.openingOf(accountId).failure = error;
      throw error;
    }
  }

  private latency(name: string): number {
    const { organization, random } = this.testbed;
    const sts = name === 'openAccount' ? organization.sts.current : 'healthy';
    if (sts === 'silent') return CLIENT_TIMEOUT_MILLISECONDS;
    return sts === 'slow' ? random.between(500, 5_000) : random.between(1, 40);
  }
}
