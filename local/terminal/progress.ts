import type { Clock } from '../../lambda/clock';
import { isRead } from '../../lambda/contract/outcome';
import type { CoverageRow } from '../../lambda/contract/tables';
import type { RunEvent } from '../../lambda/run-event';
import { counted } from './counted';
import type { Output } from './output';
import { textCell } from './text-cell';

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

const isTold = (event: RunEvent): boolean => {
  if (event.event !== 'target' || event.targets <= MOST_TARGET_LINES) return true;
  return event.done % Math.ceil(event.targets / STEPS) === 0 || event.done === event.targets;
};

const plainProgress = (output: Output): Progress => ({
  report: (event) => {
    const line = isTold(event) ? lineOf(event) : undefined;
    if (line !== undefined) output.write(`${line}\n`);
  },
  write: (text) => output.write(text),
  end: () => undefined,
});

const ERASE_LINE = '\r\u001b[2K';

const terminalProgress = (output: Output, columns: number, clock: Clock): Progress => {
  const start = clock.monotonic();
  let state = 'Reading the lake';
  let builds = 0;
  let stopTimer = () => {};
  const draw = (): void => {
    const line = `${state} · ${counted(builds, 'build')} · ${elapsed(clock.monotonic() - start)}`;
    output.write(ERASE_LINE + textCell(line, columns - 1));
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
      state = stateOf(event) ?? state;
      if (isNote(event)) note(`${lineOf(event) ?? ''}\n`);
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
const isNote = (event: RunEvent): boolean => event.event === 'recovering' || event.event === 'records_lost';

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
      return `Reading ${counted(event.targets, 'target')}.`;
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

const targetLine = ({ account_id, region, outcome, rows, error_code }: CoverageRow): string => {
  const reason = error_code === null ? '' : ` (${textCell(error_code, 80)})`;
  return `${account_id} ${textCell(region, 80)}: ${outcome}${reason}, ${counted(rows, 'build')}${isRead(outcome) ? '' : ' kept'}`;
};

/** Minutes and seconds. */
const elapsed = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
