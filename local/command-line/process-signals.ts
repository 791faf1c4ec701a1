import type { StopSignal } from './exit-status';
import type { Signals } from './stopping';

const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** The signals that this process is sent. */
export const processSignals: Signals = {
  listen: (listener) => {
    for (const signal of STOP_SIGNALS) process.on(signal, listener);
    return () => {
      for (const signal of STOP_SIGNALS) process.off(signal, listener);
    };
  },
  exit: (status) => process.exit(status),
};
