import { isRead } from '../contract/outcome';
import type { CoverageRow } from '../contract/tables';
import { type Alike, adviceOf, groupByReason, MOST_TOLD, withAccountsAsOne } from '../failed-targets';
import type { RunEvent } from '../run-event';

type Write = (message: string, facts: Readonly<Record<string, unknown>>) => void;

/** Where the handler logs: Powertools’ Logger has these. */
export interface Log {
  appendKeys(facts: Record<string, unknown>): void;
  resetKeys(): void;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

const LEVELS = {
  recovering: 'warn',
  records_lost: 'warn',
  opening: 'info',
  planned: 'info',
  target: 'debug',
  merging: 'debug',
  committed: 'info',
  published: 'info',
} as const satisfies Readonly<Record<RunEvent['event'], keyof Log>>;

const MESSAGES: Readonly<Record<RunEvent['event'], string>> = {
  recovering: 'An earlier run was committed but not published: its publication is finished first',
  records_lost: 'An earlier run was never published and its records have expired: its changes and coverage are lost',
  opening: 'Opening accounts',
  planned: 'Planned',
  target: 'Target done',
  merging: 'Merging',
  committed: 'Committed',
  published: 'Published',
};

/** Logs how a run goes. What a person has to look at is a warning; each target is for those who debug. */
export const logEvent = (log: Log, { event, ...facts }: RunEvent): void => log[LEVELS[event]](MESSAGES[event], facts);

/**
 * Logs what could not be read: a warning for each reason, with how many targets have it, the worst of them and what to
 * do. However many accounts fail, the log stays short: of more reasons than ten, the last line says how many.
 */
export const logFailures = (log: Log, coverage: readonly CoverageRow[]): void => {
  const reasons = groupByReason(withAccountsAsOne(coverage.filter(({ outcome }) => !isRead(outcome))));
  for (const reason of reasons.slice(0, MOST_TOLD)) logReason(log, reason);
  const left = reasons.length - MOST_TOLD;
  if (left > 0) log.warn('Not read for more reasons: see the coverage', { reasons: left });
};

const logReason = (log: Log, alike: Alike): void => {
  const [worst] = alike;
  const facts = { targets: alike.length, ...worst, advice: adviceOf(worst) };
  log.warn('Target not read: its rows are those of an earlier run', facts);
};
