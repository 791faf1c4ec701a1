import type { Outcome } from '../lambda/contract/outcome';

interface OutcomeWords {
  /** Tells the outcomes apart without colour. */
  readonly shape: string;
  readonly word: string;
  readonly meaning: string;
}

/** How outcomes are shown. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, OutcomeWords>> = {
  complete: { shape: '●', word: 'complete', meaning: 'Everything was read.' },
  partial: { shape: '◐', word: 'partial', meaning: 'Every build was listed; some details are missing.' },
  denied: { shape: '✕', word: 'denied', meaning: 'A policy or the role does not allow reading.' },
  region_disabled: { shape: '○', word: 'Region disabled', meaning: 'The credentials are not valid in this Region.' },
  no_endpoint: { shape: '□', word: 'no endpoint', meaning: 'Image Builder has no address in this Region.' },
  throttled: { shape: '▲', word: 'throttled', meaning: 'AWS refused further calls for the time being.' },
  timed_out: { shape: '◇', word: 'timed out', meaning: 'The run had no time left.' },
  unavailable: { shape: '■', word: 'unavailable', meaning: 'AWS or the network failed.' },
  invalid_response: { shape: '◆', word: 'invalid response', meaning: 'The answer was not what AWS documents.' },
};
