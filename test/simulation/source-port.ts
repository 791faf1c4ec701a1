import { type ImageBuilder, ReadError, type Source } from '../../lambda/source/image-builder';
import type { Target } from '../../lambda/target';
import type { Attempt } from './attempt';
import { TargetPort } from './target-port';
import type { World } from './world';

/** The source as one attempt sees it. */
export class SourcePort implements Source {
  constructor(
    private readonly world: World,
    private readonly attempt: Attempt,
  ) {}

  async enabledRegions(_accountId: string): Promise<readonly string[]> {
    const enabled = await this.attempt.call({
      name: 'enabledRegions',
      about: '',
      effect: () => this.world.random.shuffled(this.world.account.enabledRegions()),
      describe: (regions) => regions.join(' '),
      unanswered: () => new ReadError('unavailable', 'TimeoutError', 'no answer'),
    });
    this.attempt.enabled = enabled;
    return enabled;
  }

  imageBuilder(target: Target, signal: AbortSignal): ImageBuilder {
    return new TargetPort(this.world, this.attempt, target.region, signal);
  }
}
