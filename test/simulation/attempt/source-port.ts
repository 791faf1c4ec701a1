import { type ImageBuilder, ReadError, type Source } from '../../../lambda/source/image-builder';
import type { Target } from '../../../lambda/target';
import { oneAccount } from '../../fakes/one-account';
import type { Testbed } from '../testbed';
import type { Attempt } from './attempt';
import { TargetPort } from './target-port';

/** The source as one attempt sees it. */
export class SourcePort implements Source {
  readonly organization = oneAccount.organization;
  readonly openAccount = oneAccount.openAccount;

  constructor(
    private readonly testbed: Testbed,
    private readonly attempt: Attempt,
  ) {}

  async enabledRegions(_accountId: string): Promise<readonly string[]> {
    const enabled = await this.attempt.call({
      name: 'enabledRegions',
      about: '',
      effect: () => this.testbed.random.shuffled(this.testbed.account.enabledRegions()),
      describe: (regions) => regions.join(' '),
      unanswered: () => new ReadError('unavailable', 'TimeoutError', 'no answer'),
    });
    this.attempt.enabled = enabled;
    return enabled;
  }

  imageBuilder(target: Target, signal: AbortSignal): ImageBuilder {
    return new TargetPort(this.testbed, this.attempt, target.region, signal);
  }
}
