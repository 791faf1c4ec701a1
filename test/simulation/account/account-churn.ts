import type { Occurrences } from '../occurrences';
import type { Random } from '../random';
import type { Trace } from '../trace';
import type { VirtualTime } from '../virtual-time';
import type { FakeAccount } from './fake-account';
import type { FakeBuild } from './fake-build';
import { BEHAVIOURS, type FakeRegion } from './fake-region';

/** Changes an account, as its owners, AWS and chance would. */
export class AccountChurn {
  constructor(
    private readonly account: FakeAccount,
    private readonly random: Random,
    private readonly time: VirtualTime,
    private readonly occurrences: Occurrences,
    private readonly trace: Trace,
  ) {}

  /** Makes one change. */
  change(): void {
    const region = this.random.pick(this.account.regions);
    const kind = this.random.chance(0.3)
      ? this.changeBehaviour(region)
      : this.random.chance(0.1)
        ? this.changeRegions(region)
        : this.changeBuild(region);
    this.occurrences.count('account', kind);
    this.trace.add(this.time.now, `${this.account.id} ${region.name}`, kind);
  }

  /** Its faults stop: every Region is enabled and answers, and every document may be read. */
  heal(): void {
    this.account.regionsRefused = false;
    for (const region of this.account.regions) {
      this.account.enabled.add(region.name);
      region.behaviour.set(this.time.now, 'healthy');
      for (const build of region.builds) build.refusal.set(this.time.now, undefined);
    }
  }

  private changeRegions(region: FakeRegion): string {
    const { account } = this;
    const isOnly = account.enabled.size === 1 && account.enabled.has(region.name);
    if (account.regionsRefused) account.regionsRefused = false;
    else if (isOnly || this.random.chance(0.15)) account.regionsRefused = true;
    else if (!account.enabled.delete(region.name)) account.enabled.add(region.name);
    return account.regionsRefused ? 'account:ListRegions refused' : 'enabled Regions change';
  }

  private changeBehaviour(region: FakeRegion): string {
    const behaviour = region.behaviour.current === 'healthy' ? this.random.pick(BEHAVIOURS) : 'healthy';
    region.behaviour.set(this.time.now, behaviour);
    return `behaviour: ${behaviour}`;
  }

  private changeBuild(region: FakeRegion): string {
    const kind = this.random.pick([
      'create',
      'create',
      'retag',
      'retag',
      'deprecate',
      'delete',
      'delete',
      're-create',
      're-create',
      'refuse details',
      'allow details',
    ] as const);
    const build = region.builds.length === 0 ? undefined : this.random.pick(region.builds);
    if (build === undefined || (kind === 'create' && region.builds.length < 6)) {
      this.account.create(region);
      return 'create';
    }
    if (kind === 'retag') this.account.retag(build);
    else if (kind === 'deprecate') this.account.deprecate(build, region.habits.hidesDeprecated);
    else if (kind === 're-create') this.recreate(build, region);
    else if (kind === 'refuse details')
      build.refusal.set(this.time.now, this.random.pick(['denied', 'invalid_request']));
    else if (kind === 'allow details') build.refusal.set(this.time.now, undefined);
    else this.account.delete(build);
    return kind === 'create' ? 'delete' : kind;
  }

  /** The new build may be encrypted with a key that may not be used: then nothing of the old one may fill the gap. */
  private recreate(build: FakeBuild, region: FakeRegion): void {
    this.account.recreate(build, region);
    if (this.random.chance(0.5)) region.allBuilds.at(-1)?.refusal.set(this.time.now, 'denied');
  }
}
