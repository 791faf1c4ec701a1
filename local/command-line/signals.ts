const STOP_SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** What a process is sent that shall end. */
export type StopSignal = (typeof STOP_SIGNALS)[number];

export interface Signals {
  /** Calls back for each of them, until the returned function is called. */
  listen(listener: (signal: StopSignal) => void): () => void;
  /** Ends the process at once. */
  exit(status: number): void;
}

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
