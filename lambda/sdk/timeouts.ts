/** In milliseconds. */
export interface Timeouts {
  readonly connection: number;
  /** Until the answer begins, and again until it ends. */
  readonly request: number;
}

export const TIMEOUTS: Timeouts = { connection: 2_000, request: 15_000 };
