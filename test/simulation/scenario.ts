import { join } from 'node:path';
import { manifestKey, STAGING_PREFIX } from '../../lambda/contract/layout';
import { coverageTable } from '../../lambda/contract/tables';
import { AccountLife } from './account/account-churn';
import { drawRegions } from './account/draw-regions';
import { FakeAccount } from './account/fake-account';
import type { End } from './attempt/invocation';
import { AROUND_THE_COMMIT, INCIDENTS, type Incident, PAUSES_AROUND_THE_COMMIT } from './faults/fault';
import { Fates } from './faults/fault-injector';
import { FakeLake } from './lake/fake-lake';
import { playFinale } from './liveness';
import { Tally } from './occurrences';
import { playEncore } from './pending-faults';
import { Watch } from './promises/checker';
import { checkAtRest } from './promises/publication-promise';
import { Chronicle } from './promises/run-history';
import { Random } from './random';
import { drawScript, type ScriptedRun } from './schedule';
import { World } from './simulator';
import type { Testbed } from './testbed';
import { Trace } from './trace';
import { VirtualTime } from './virtual-time';

/** The evening before a new day, so that some runs share a day and some do not. */
const CURTAIN = Date.parse('2026-11-22T21:30:00Z');
const MOST_ATTEMPTS = 12;

/** One seed: an account that lives, runs that are scheduled over it, and all that may befall them. */
export class Drama {
  readonly tally = new Tally();
  readonly trace: Trace;
  private readonly random: Random;
  private readonly testbed: Testbed;
  private readonly world: World;
  private readonly chronicle: Chronicle;
  private readonly life: AccountLife;
  private attempts = 0;
  private silenceEndedAt = 0;

  constructor(
    seed: number,
    private readonly scratchFolder: string,
    keepLines: boolean,
  ) {
    this.random = new Random(seed);
    // Each seed has its turn to see that some attempt meets an incident, so that over the seeds all of them occur.
    const turn = INCIDENTS[seed % INCIDENTS.length] ?? this.random.pick(INCIDENTS);
    this.trace = new Trace(CURTAIN, keepLines);
    const { tally, trace } = this;
    const time = new VirtualTime(CURTAIN);
    const account = new FakeAccount(
      drawRegions(this.random, CURTAIN, turn.call === 'listWorkflows'),
      time,
      this.random.fork(),
    );
    const lake = new FakeLake();
    this.chronicle = new Chronicle(lake);
    const random = this.random.fork();
    const fates = new Fates(random, tally);
    this.testbed = { time, random, account, lake, fates, tally, trace };
    this.world = new World(this.testbed, new Watch(this.chronicle, this.testbed), join(scratchFolder, 'main'));
    this.life = new AccountLife(account, this.random.fork(), time, tally, trace);
    this.testbed.fates.rate = this.random.pick([0, 0, 0.01, 0.05]);
    this.testbed.fates.awaited.push(turn);
  }

  async play(): Promise<void> {
    try {
      await this.playScript();
      await playEncore(this.world);
      this.testbed.fates.awaited.length = 0;
      await playFinale(this.world, this.chronicle, this.scratchFolder, this.random);
      checkAtRest(this.testbed.lake, this.chronicle);
    } finally {
      await this.world.end();
    }
  }

  /** Until everything has happened, and the faults have stopped. */
  private async playScript(): Promise<void> {
    this.populate();
    const regions = this.testbed.account.regions.map(({ name }) => name);
    const script = drawScript(this.random, CURTAIN + 1_000, regions);
    this.testbed.fates.schedule = script.map(({ at }) => at);
    for (const [index, scripted] of script.entries())
      this.schedule(scripted, this.drawSilence(script[index + 1]?.afterLongSilence));
    await this.world.untilQuiet();
    this.testbed.fates.rate = 0;
    this.life.clearUp();
  }

  private populate(): void {
    for (const region of this.testbed.account.regions)
      for (let left = this.random.between(0, 4); left > 0; left--) this.testbed.account.create(region);
  }

  /** What befalls each attempt of a run: of those before a long silence, some are never published. */
  private drawSilence(isBeforeLongSilence = false): readonly Incident[] {
    const isUnpublished = isBeforeLongSilence && this.random.chance(0.3);
    return isUnpublished ? [{ call: 'put manifest', fate: 'crash before' }] : [];
  }

  private schedule(scripted: ScriptedRun, always: readonly Incident[]): void {
    const { time } = this.testbed;
    if (scripted.afterLongSilence) time.at(scripted.at - 1_000, () => this.keepSilent(scripted.at));
    for (const invokedAt of scripted.invokedAt) time.at(invokedAt, () => this.invoke(scripted, always, 0));
    for (let left = this.random.between(0, 5); left > 0; left--)
      time.at(scripted.at + this.random.pick([-60_000, 0, 0]) + this.random.between(0, 1_500), () =>
        this.life.happen(),
      );
  }

  private invoke(scripted: ScriptedRun, always: readonly Incident[], retries: number): void {
    if (++this.attempts > MOST_ATTEMPTS) return;
    const { random, time } = this.testbed;
    const stopAt = random.chance(0.06) ? time.now + random.between(0, 1_000) : undefined;
    const deadline = random.chance(0.3) ? time.now + random.between(20, 1_500) : undefined;
    const again = (end: End): void => {
      const hasFailed = end === 'crash' || 'error' in end;
      if (!hasFailed || scripted.at < this.silenceEndedAt || retries === 2 || random.chance(0.25)) return;
      time.at(time.now + random.between(100, 30_000), () => this.invoke(scripted, always, retries + 1));
    };
    this.world.start({
      request: { ...scripted.request, deadline },
      incidents: [...this.drawIncidents(), ...always],
      stopAt,
      onEnd: again,
    });
  }

  private drawIncidents(): readonly Incident[] {
    const { random } = this.testbed;
    return [0.5, 0.2].flatMap((chance) =>
      random.chance(chance) ? [random.pick(random.pick([INCIDENTS, AROUND_THE_COMMIT, PAUSES_AROUND_THE_COMMIT]))] : [],
    );
  }

  /** What lifecycle rules do in a long silence. What still ran then is long dead, and nobody repeats it. */
  private keepSilent(until: number): void {
    const { lake } = this.testbed;
    this.silenceEndedAt = until;
    this.world.crashAll();
    for (const { run } of this.chronicle.commits)
      if (lake.current(manifestKey(run)) === undefined) this.chronicle.lost.add(run);
    for (const key of lake.keys())
      if (key.startsWith(`${STAGING_PREFIX}/`) || key.startsWith(`${coverageTable.name}/`)) lake.expire(key);
    this.trace.add(this.testbed.time.now, 'lifecycle', 'staged records and coverage expire');
    this.tally.count('account', 'records expire');
  }
}
