import { coverageKey, manifestKey, stagingKeys } from '../../../lambda/contract/layout';
import type { ScheduledTime } from '../../../lambda/contract/scheduled-time';
import { changeTable, coverageTable, workflowTable } from '../../../lambda/contract/tables';
import type { Attempt } from '../attempt/attempt';
import type { FakeLake, Version } from '../lake/fake-lake';
import { promise } from '../violation';
import type { Base, Commit } from './commit';
import { coveredTarget, decodeTable, stampOf, text } from './decoded';
import { expectedPlan } from './expected-plan';

const recorded = promise('what a commit names is staged');

/** What runs committed to a lake and what they published, in order. */
export class RunHistory {
  readonly commits: Commit[] = [];
  readonly published: ScheduledTime[] = [];
  /** Runs whose staged records expired before they were published. */
  readonly lost = new Set<ScheduledTime>();

  constructor(private readonly lake: FakeLake) {}

  /** The same past, for a copy of the lake that goes its own way. */
  copy(lake: FakeLake): RunHistory {
    const copy = new RunHistory(lake);
    copy.commits.push(...this.commits);
    copy.published.push(...this.published);
    for (const run of this.lost) copy.lost.add(run);
    return copy;
  }

  get last(): Commit | undefined {
    return this.commits.at(-1);
  }

  readonly isPublished = (run: ScheduledTime): boolean => this.lake.current(manifestKey(run)) !== undefined;

  addCommit(version: Version, attempt: Attempt): Commit {
    const { run, id } = stampOf(version.content);
    const keys = stagingKeys(run, id);
    const staged = this.lake.current(keys.change);
    const draft = this.staged(keys.manifest);
    const base = this.base();
    const commit: Commit = {
      run,
      id,
      at: version.at,
      version,
      attempt,
      log: attempt.log,
      plan: expectedPlan(attempt, base),
      snapshot: decodeTable(version.content, workflowTable.columns),
      coverage: decodeTable(this.staged(keys.coverage), coverageTable.columns),
      change: staged && decodeTable(staged.content, changeTable.columns),
      draft,
      base,
    };
    this.commits.push(commit);
    return commit;
  }

  private staged(key: string): Buffer {
    const found = this.lake.current(key);
    recorded(found !== undefined, () => `${key} is missing`);
    return found?.content ?? Buffer.alloc(0);
  }

  /** What stands before the commit that is under way. */
  private base(): Base {
    const { last } = this;
    if (last === undefined)
      return { run: null, collector: undefined, rows: new Map(), coverage: new Map(), forgotten: new Set() };
    const kept = this.lake.current(coverageKey(last.run));
    const rows = new Map(last.snapshot.rows.map((row) => [text(row, '_key'), row]));
    const coverage = new Map(last.coverage.rows.map((row) => [coveredTarget(row), row]));
    const forgotten = [...last.base.forgotten].filter((target) => coverage.get(target)?.['as_of'] === null);
    const isForgotten = kept === undefined;
    return {
      run: last.run,
      collector: this.isPublished(last.run) ? last.attempt.request.accountId : undefined,
      rows,
      coverage: isForgotten ? undefined : coverage,
      forgotten: new Set(isForgotten ? last.plan.map(({ name }) => name) : forgotten),
    };
  }
}
