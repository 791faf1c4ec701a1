import type { Clock } from '../../lambda/clock';
import { isRead, OUTCOMES, type Outcome } from '../../lambda/contract/outcome';
import type { CoverageRow } from '../../lambda/contract/tables';
import type { RunEvent } from '../../lambda/run-event';
import { counted } from './counted';
import type { Output } from './output';
import { textCell } from './text-cell';
import { wrap } from './wrap';

const REDRAW_MS = 1000;

/** Shows how a run goes: on a terminal in one line that is written anew, elsewhere in a line for each thing that happens. */
export interface Progress {
  report(event: RunEvent): void;
  /** A line of its own, which stays. */
  write(text: string): void;
  /** Takes the rewritten line away. */
  end(): void;
}

export const showProgress = (output: Output, clock: Clock): Progress =>
  output.columns === undefined ? plainProgress(output) : terminalProgress(output, output.columns, clock);

/** Up to so many targets have a line each. */
const MOST_TARGET_LINES = 100;
/** Of more targets, so many steps have one. */
const STEPS = 20;

const isStep = ({ done, targets }: TargetEvent): boolean => done % Math.ceil(targets / STEPS) === 0 || done === targets;

const plainProgress = (output: Output): Progress => {
  const outcomes = new OutcomeCounts();
  const textOf = (event: RunEvent): string | undefined => {
    if (event.event !== 'target' || event.targets <= MOST_TARGET_LINES) return lineOf(event);
    return isStep(event) ? `[${event.done}/${event.targets}] ${outcomes}` : undefined;
  };
  return {
    report: (event) => {
      outcomes.count(event);
      const text = textOf(event);
      if (text !== undefined) output.write(`${text}\n`);
    },
    write: (text) => output.write(text),
    end: () => undefined,
  };
};

type TargetEvent = Extract<RunEvent, { readonly event: 'target' }>;

/** How the targets so far came out: `12 complete, 3 denied`. */
class OutcomeCounts {
  private readonly counts = new Map<Outcome, number>();

  count(event: RunEvent): void {
    if (event.event === 'planned') this.counts.clear();
    if (event.event !== 'target') return;
    const { outcome } = event.coverage;
    this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + 1);
  }

  get notRead(): number {
    return [...this.counts].reduce((sum, [outcome, count]) => (isRead(outcome) ? sum : sum + count), 0);
  }

  toString(): string {
    return OUTCOMES.flatMap((outcome) =>
      this.counts.has(outcome) ? [`${this.counts.get(outcome)} ${outcome}`] : [],
    ).join(', ');
  }
}

const ERASE_LINE = '\r\u001b[2K';

const terminalProgress = (output: Output, columns: number, clock: Clock): Progress => {
  const start = clock.monotonic();
  let state = 'Reading the lake';
  let builds = 0;
  const outcomes = new OutcomeCounts();
  let stopTimer = () => {};
  const draw = (): void => {
    const notRead = outcomes.notRead === 0 ? [] : [`${outcomes.notRead} not read`];
    const parts = [state, ...notRead, counted(builds, 'build'), elapsed(clock.monotonic() - start)];
    output.write(ERASE_LINE + textCell(parts.join(' · '), columns - 1));
  };
  const tick = (): void => {
    draw();
    stopTimer = clock.wakeAt(clock.now() + REDRAW_MS, tick);
  };
  const note = (text: string): void => {
    output.write(ERASE_LINE + text);
    draw();
  };
  tick();
  return {
    report: (event) => {
      if (event.event === 'target') builds += event.coverage.rows;
      outcomes.count(event);
      state = stateOf(event) ?? state;
      if (isNote(event)) note(`${wrap(lineOf(event) ?? '', columns)}\n`);
      else draw();
    },
    write: note,
    end: () => {
      stopTimer();
      output.write(ERASE_LINE);
    },
  };
};

/** What went before, and is not over with the next event. */
const isNote = (event: RunEvent): boolean =>
  event.event === 'recovering' ||
  event.event === 'records_lost' ||
  (event.event === 'planned' && event.accounts + event.notOpened > 1);

const stateOf = (event: RunEvent): string | undefined => {
  switch (event.event) {
    case 'opening':
      return `Opening ${counted(event.accounts, 'account')}`;
    case 'planned':
      return `0 of ${counted(event.targets, 'target')}`;
    case 'target':
      return `${event.done} of ${counted(event.targets, 'target')}`;
    case 'merging':
      return 'Merging';
    case 'committed':
      return 'Publishing';
    default:
      return undefined;
  }
};

const lineOf = (event: RunEvent): string | undefined => {
  switch (event.event) {
    case 'recovering':
      return `Run ${event.run} was committed but not published: its publication is finished first.`;
    case 'records_lost':
      return `Run ${event.run} was never published, and its records have expired: its changes and coverage are lost.`;
    case 'opening':
      return `Opening ${counted(event.accounts, 'account')}.`;
    case 'planned':
      return planLine(event);
    case 'target':
      return `[${event.done}/${event.targets}] ${targetLine(event.coverage)}`;
    case 'merging':
      return 'Merging with the last snapshot.';
    case 'committed':
      return `Committed: ${counted(event.rows, 'build')}.`;
    case 'published':
      return undefined;
  }
};

type PlannedEvent = Extract<RunEvent, { readonly event: 'planned' }>;

const planLine = ({ targets, accounts, notOpened, regions }: PlannedEvent): string => {
  if (accounts + notOpened <= 1) return `Reading ${counted(targets, 'target')}.`;
  const rest = notOpened > 0 ? `, and ${notOpened} more could not be opened` : '';
  return `Reading ${counted(targets, 'target')}: ${counted(accounts, 'account')} in ${counted(regions, 'Region')}${rest}.`;
};

const targetLine = ({ account_id, region, outcome, rows, error_code }: CoverageRow): string => {
  const reason = error_code === null ? '' : ` (${textCell(error_code, 80)})`;
  return `${account_id} ${textCell(region, 80)}: ${outcome}${reason}, ${counted(rows, 'build')}${isRead(outcome) ? '' : ' kept'}`;
};

/** Minutes and seconds. */
const elapsed = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
