import type { Output } from '../terminal/output';
import { exitOfSignal } from './exit-status';
import type { Signals, StopSignal } from './signals';

export interface Stopping {
  /** Aborts with the first signal. */
  readonly signal: AbortSignal;
  /** The first signal, once there was one. */
  stoppedBy(): StopSignal | undefined;
  /** From the commit on a run cannot be stopped, only broken off. */
  committed(): void;
  end(): void;
}

/** The first Ctrl-C asks the run to stop; the second ends the process, after `onExit` has tidied up. */
export const listenForStop = (signals: Signals, notes: Pick<Output, 'write'>, onExit: () => void): Stopping => {
  const controller = new AbortController();
  let stoppedBy: StopSignal | undefined;
  let isCommitted = false;
  const end = signals.listen((signal) => {
    if (stoppedBy !== undefined) {
      onExit();
      notes.write(
        `Ended. ${isCommitted ? 'The run is committed: the next run finishes publishing it.' : 'The lake is whole.'}\n`,
      );
      return signals.exit(exitOfSignal(signal));
    }
    stoppedBy = signal;
    notes.write(
      isCommitted
        ? 'The run is committed: its publication is being finished. Once more ends at once; the next run would finish it.\n'
        : 'Stopping … (once more ends at once)\n',
    );
    controller.abort();
  });
  return {
    signal: controller.signal,
    stoppedBy: () => stoppedBy,
    committed: () => {
      isCommitted = true;
    },
    end,
  };
};
