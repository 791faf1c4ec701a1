import { isRead } from '../contract/outcome';
import type { CoverageRow } from '../contract/tables';
import type { RunEvent } from '../run-event';
import { adviceFor } from '../sdk/advice';

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
  target: 'Target',
  merging: 'Merging',
  committed: 'Committed',
  published: 'Published',
};

/** Logs how a run goes. What a person has to look at is a warning; each target that was read is for those who debug. */
export const logEvent = (log: Log, { event, ...facts }: RunEvent): void => {
  if ('coverage' in facts) logTarget(log, facts.coverage);
  else log[LEVELS[event]](MESSAGES[event], facts);
};

const adviceOf = ({ error_code: code, error_message: message }: Omit<CoverageRow, 'run'>) => {
  const advice = code === null ? undefined : adviceFor({ code, message: message ?? '', purpose: 'workflows' });
  return advice === undefined ? {} : { advice };
};

const logTarget = (log: Log, { run: _, ...facts }: CoverageRow): void => {
  if (isRead(facts.outcome)) log.debug('Target read', facts);
  else log.warn('Target not read: its rows are those of an earlier run', { ...facts, ...adviceOf(facts) });
};
