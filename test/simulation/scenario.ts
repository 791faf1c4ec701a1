import { join } from 'node:path';
import { manifestKey, STAGING_PREFIX } from '../../lambda/contract/layout';
import { coverageTable } from '../../lambda/contract/tables';
import type { End } from './attempt/invocation';
import { AROUND_THE_COMMIT, FAULTS, type Fault, PAUSES_AROUND_THE_COMMIT } from './faults/fault';
import { FaultInjector } from './faults/fault-injector';
import { FakeLake } from './lake/fake-lake';
import { checkLiveness } from './liveness';
import { Occurrences } from './occurrences';
import { drawOrganization } from './organization/draw-organization';
import { OrganizationChurn } from './organization/organization-churn';
import { meetPendingFaults } from './pending-faults';
import { Checker } from './promises/checker';
import { checkAtRest } from './promises/publication-promise';
import { RunHistory } from './promises/run-history';
import { Random } from './random';
import { drawSchedule, type ScheduledRun } from './schedule';
import { Simulator } from './simulator';
import type { Testbed } from './testbed';
import { Trace } from './trace';
import { VirtualTime } from './virtual-time';

/** The evening before a new day, so that some runs share a day and some do not. */
const START = Date.parse('2026-11-22T21:30:00Z');
const MOST_ATTEMPTS = 12;

/**
 * What one seed determines: an organization and its changes, runs that are scheduled over it, and the faults that they
 * meet.
 */
export class Scenario {
  readonly occurrences = new Occurrences();
  readonly trace: Trace;
  private readonly random: Random;
  private readonly testbed: Testbed;
  private readonly simulator: Simulator;
  private readonly runHistory: RunHistory;
  private readonly churn: OrganizationChurn;
  private attempts = 0;
  private gapEndedAt = 0;

  constructor(
    seed: number,
    private readonly scratchFolder: string,
    keepLines: boolean,
  ) {
    this.random = new Random(seed);
    // Each seed sees to it that some attempt meets one certain fault, so that over the seeds all of them occur.
    const assigned = FAULTS[seed % FAULTS.length] ?? this.random.pick(FAULTS);
    this.trace = new Trace(START, keepLines);
    const { occurrences, trace } = this;
    const time = new VirtualTime(START);
    const organization = drawOrganization(this.random, time, assigned);
    const lake = new FakeLake();
    this.runHistory = new RunHistory(lake);
    const random = this.random.fork();
    const faults = new FaultInjector(random, occurrences);
    this.testbed = { time, random, organization, lake, faults, occurrences, trace };
    this.simulator = new Simulator(
      this.testbed,
      new Checker(this.runHistory, this.testbed),
      join(scratchFolder, 'main'),
    );
    this.churn = new OrganizationChurn(organization, this.random.fork(), time, occurrences, trace);
    this.testbed.faults.rate = this.random.pick([0, 0, 0.01, 0.05]);
    this.testbed.faults.pending.push(assigned);
  }

  async run(): Promise<void> {
    try {
      await this.runSchedule();
      await meetPendingFaults(this.simulator);
      this.testbed.faults.pending.length = 0;
      await checkLiveness(this.simulator, this.runHistory, this.scratchFolder, this.random);
      checkAtRest(this.testbed.lake, this.runHistory);
    } finally {
      await this.simulator.end();
    }
  }

  /** Until everything has happened, and the faults have stopped. */
  private async runSchedule(): Promise<void> {
    this.populate();
    const schedule = drawSchedule(this.random, START + 1_000, this.testbed.organization);
    this.testbed.faults.schedule = schedule.map(({ at }) => at);
    for (const [index, scheduled] of schedule.entries())
      this.scheduleRun(scheduled, this.drawFaultsBeforeGap(schedule[index + 1]?.afterLongGap));
    await this.simulator.untilQuiet();
    this.testbed.faults.rate = 0;
    this.churn.heal();
  }

  private populate(): void {
    const { accounts } = this.testbed.organization;
    const most = accounts.length > 10 ? 1 : accounts.length > 1 ? 2 : 4;
    for (const account of accounts)
      for (const region of account.regions)
        for (let left = this.random.between(0, most); left > 0; left--) account.create(region);
  }

  /** What each attempt of a run meets: of the runs before a long gap, some are never published. */
  private drawFaultsBeforeGap(isBeforeLongGap = false): readonly Fault[] {
    const isUnpublished = isBeforeLongGap && this.random.chance(0.3);
    return isUnpublished ? [{ call: 'put manifest', kind: 'crash before' }] : [];
  }

  private scheduleRun(scheduled: ScheduledRun, always: readonly Fault[]): void {
    const { time } = this.testbed;
    if (scheduled.afterLongGap) time.at(scheduled.at - 1_000, () => this.expireRecords(scheduled.at));
    for (const invokedAt of scheduled.invokedAt) time.at(invokedAt, () => this.invoke(scheduled, always, 0));
    const most = this.testbed.organization.others.length > 0 ? 8 : 5;
    for (let left = this.random.between(0, most); left > 0; left--)
      time.at(scheduled.at + this.random.pick([-60_000, 0, 0]) + this.random.between(0, 1_500), () =>
        this.churn.change(),
      );
  }

  private invoke(scheduled: ScheduledRun, always: readonly Fault[], retries: number): void {
    if (++this.attempts > MOST_ATTEMPTS) return;
    const { random, time } = this.testbed;
    const stopAt = random.chance(0.06) ? time.now + random.between(0, 1_000) : undefined;
    const deadline = random.chance(0.3) ? time.now + random.between(20, 1_500) : undefined;
    const again = (end: End): void => {
      const hasFailed = end === 'crash' || 'error' in end;
      if (!hasFailed || scheduled.at < this.gapEndedAt || retries === 2 || random.chance(0.25)) return;
      time.at(time.now + random.between(100, 30_000), () => this.invoke(scheduled, always, retries + 1));
    };
    this.simulator.start({
      request: { ...scheduled.request, deadline },
      faults: [...this.drawFaults(), ...always],
      stopAt,
      onEnd: again,
    });
  }

  private drawFaults(): readonly Fault[] {
    const { random } = this.testbed;
    return [0.5, 0.2].flatMap((chance) =>
      random.chance(chance) ? [random.pick(random.pick([FAULTS, AROUND_THE_COMMIT, PAUSES_AROUND_THE_COMMIT]))] : [],
    );
  }

  /** What lifecycle rules do in a long gap. What still ran then has crashed by then, and nobody repeats it. */
  private expireRecords(until: number): void {
    const { lake } = this.testbed;
    this.gapEndedAt = until;
    this.simulator.crashAll();
    for (const { run } of this.runHistory.commits)
      if (lake.current(manifestKey(run)) === undefined) this.runHistory.lost.add(run);
    for (const key of lake.keys())
      if (key.startsWith(`${STAGING_PREFIX}/`) || key.startsWith(`${coverageTable.name}/`)) lake.expire(key);
    this.trace.add(this.testbed.time.now, 'lifecycle', 'staged records and coverage expire');
    this.occurrences.count('account', 'records expire');
  }
}
