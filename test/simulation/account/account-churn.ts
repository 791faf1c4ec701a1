import type { Tally } from '../occurrences';
import type { Random } from '../random';
import type { Trace } from '../trace';
import type { VirtualTime } from '../virtual-time';
import type { FakeAccount } from './fake-account';
import type { BuildLife } from './fake-build';
import { type FakeRegion, WEATHERS } from './fake-region';

/** Lets things happen to an account: one call, one event. */
export class AccountLife {
  constructor(
    private readonly account: FakeAccount,
    private readonly random: Random,
    private readonly time: VirtualTime,
    private readonly tally: Tally,
    private readonly trace: Trace,
  ) {}

  happen(): void {
    const region = this.random.pick(this.account.regions);
    const kind = this.random.chance(0.3)
      ? this.changeWeather(region)
      : this.random.chance(0.1)
        ? this.changeRegions(region)
        : this.changeBuild(region);
    this.tally.count('account', kind);
    this.trace.add(this.time.now, `account ${region.name}`, kind);
  }

  /** The faults stop: every Region is enabled and answers, and every document may be read. */
  clearUp(): void {
    this.account.regionsRefused = false;
    for (const region of this.account.regions) {
      this.account.enabled.add(region.name);
      region.weather.set(this.time.now, 'fair');
      for (const life of region.alive) life.refusal.set(this.time.now, undefined);
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

  private changeWeather(region: FakeRegion): string {
    const weather = region.weather.current === 'fair' ? this.random.pick(WEATHERS) : 'fair';
    region.weather.set(this.time.now, weather);
    return `weather: ${weather}`;
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
    const life = region.alive.length === 0 ? undefined : this.random.pick(region.alive);
    if (life === undefined || (kind === 'create' && region.alive.length < 6)) {
      this.account.create(region);
      return 'create';
    }
    if (kind === 'retag') this.account.retag(life);
    else if (kind === 'deprecate') this.account.deprecate(life, region.habits.hidesDeprecated);
    else if (kind === 're-create') this.recreate(life, region);
    else if (kind === 'refuse details')
      life.refusal.set(this.time.now, this.random.pick(['denied', 'invalid_request']));
    else if (kind === 'allow details') life.refusal.set(this.time.now, undefined);
    else this.account.delete(life);
    return kind === 'create' ? 'delete' : kind;
  }

  /** The new build may be encrypted with a key that may not be used: then nothing of the old one may fill the gap. */
  private recreate(life: BuildLife, region: FakeRegion): void {
    this.account.recreate(life, region);
    if (this.random.chance(0.5)) region.lives.at(-1)?.refusal.set(this.time.now, 'denied');
  }
}
