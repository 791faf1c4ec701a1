import type { Reporter } from '../../../lambda/run-event';
import type { Attempt } from '../attempt/attempt';
import { type End, nameOfEnd } from '../attempt/invocation';
import type { Version } from '../lake/fake-lake';
import { objectKindOf } from '../lake/object-kind';
import type { Testbed } from '../testbed';
import { checkEnd, checkSecret, textOfError } from './attempt-promise';
import { checkChanges } from './change-promise';
import { countCommit, countRefusal } from './commit-occurrences';
import { checkCoverage } from './coverage-promise';
import { checkDraft } from './draft-promise';
import { checkWritten } from './publication-promise';
import { checkRows } from './row-promise';
import type { RunHistory } from './run-history';
import { checkScope } from './scope-promise';
import { checkSnapshot } from './snapshot-promise';

/** Checks the promises after every write and at every end, against what the account really held. */
export class Checker {
  constructor(
    private readonly runHistory: RunHistory,
    private readonly testbed: Testbed,
  ) {}

  written(key: string, version: Version, attempt: Attempt): void {
    const kind = objectKindOf(key);
    if (kind === 'manifest' || kind === 'staged manifest') checkSecret(key, version.content.toString('utf8'));
    if (kind === 'snapshot') this.committed(version, attempt);
    checkWritten(key, kind, version, this.testbed.lake, this.runHistory);
  }

  private committed(version: Version, attempt: Attempt): void {
    const commit = this.runHistory.addCommit(version, attempt);
    checkSnapshot(commit, this.runHistory, this.testbed.lake);
    checkCoverage(commit);
    checkScope(commit);
    checkRows(commit, this.testbed.organization);
    checkChanges(commit);
    checkDraft(commit);
    checkSecret('the coverage', commit.coverage.text);
    countCommit(commit, this.testbed.organization, this.testbed.occurrences);
  }

  ended(attempt: Attempt, end: End): void {
    this.testbed.occurrences.count('end', nameOfEnd(end));
    if (end === 'crash') return;
    if ('error' in end) {
      checkSecret('an error', textOfError(end.error));
      countRefusal(end.error, this.testbed.occurrences);
    }
    checkEnd(attempt, end, this.runHistory, this.testbed.lake);
  }

  reporter(attempt: Attempt): Reporter {
    return (event) => {
      const said = JSON.stringify(event);
      checkSecret('a report', said);
      this.testbed.occurrences.count('report', event.event);
      this.testbed.trace.add(this.testbed.time.now, `#${attempt.number}`, `says ${said}`);
    };
  }
}
