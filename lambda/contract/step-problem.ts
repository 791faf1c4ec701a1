/** A document of more characters is not read, and no document gives more characters of JSON: AWS takes 64 KB. */
export const MAX_DOCUMENT_CHARACTERS = 1_000_000;

/** AWS takes 15. */
export const MAX_STEPS = 1_000;

export const MAX_ALIASES = 20;

export const MAX_DEPTH = 50;

/** Not by the locale, which takes ten milliseconds to load. */
const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/**
 * Why a document gives no steps, or a step no more than its position: what the column `problem` may say. The sentences
 * are all ours, since a document may hold secrets.
 */
export const STEP_PROBLEMS = {
  too_long: `The document is longer than ${grouped(MAX_DOCUMENT_CHARACTERS)} characters.`,
  empty: 'The document is empty.',
  unreadable: 'The document is neither YAML nor JSON.',
  tab: 'A tab stands where YAML indents by spaces.',
  character: 'The document holds a character that YAML does not allow.',
  several_documents: 'The text holds more than one document.',
  duplicate_key: 'A map holds a key twice.',
  complex_key: 'A key is a map or a list. A text that begins with a brace has to be quoted.',
  tag: 'The document uses a tag that is not of YAML itself, or one that does not fit its value.',
  unknown_alias: 'An alias names an anchor that does not stand before it.',
  too_many_aliases: `The document uses more than ${MAX_ALIASES} aliases.`,
  merge: 'A merge key (<<) stands before something else than maps, or before too many of them.',
  too_deep: `The document is more than ${MAX_DEPTH} levels deep, or an alias stands within what it names.`,
  too_large: `The document is more than ${grouped(MAX_DOCUMENT_CHARACTERS)} characters of JSON once its aliases are written out.`,
  no_map: 'The document is not a map.',
  no_steps: 'The document has no list of steps.',
  too_many_steps: `The document has more than ${grouped(MAX_STEPS)} steps.`,
  step_is_no_map: 'The step is not a map.',
} as const;

export type StepProblem = keyof typeof STEP_PROBLEMS;
