import type { Browser } from 'playwright-core';

/** What the tests of the page stand on, which is there only when they run. */
export interface Ground {
  readonly browser: () => Browser;
  /** A path in a folder that is removed at the end. */
  readonly folder: (name: string) => string;
}
