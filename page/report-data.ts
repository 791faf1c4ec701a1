import { object } from '../lambda/contract/object-shape';
import { CHANGES, OUTCOMES } from '../lambda/contract/outcome';
import { count, flag, oneOf, orNull, type Shaped, text } from '../lambda/contract/shape';
import { listOf } from './list-shape';

/*
 * What the page is given: an index, which is all that the lists and filters need, and the documents, in chunks that are
 * read later. A member that is a column of a table has the column's name, and means the same.
 */

const parameterShape = object({
  name: text,
  type: orNull(text),
  default_value: listOf(text),
  description: orNull(text),
});

const tagShape = object({ key: text, value: text });

const stateShape = object({ status: text, reason: orNull(text) });

const buildShape = object({
  arn: text,
  account_id: text,
  region: text,
  type: orNull(text),
  name: orNull(text),
  version: orNull(text),
  date_created: orNull(text),
  description: orNull(text),
  change_description: orNull(text),
  owner: orNull(text),
  /** Null with a document: the service's own key. Without one: unknown. */
  kms_key_id: orNull(text),
  /** Null: unknown. */
  parameters: orNull(listOf(parameterShape)),
  /** Null: live. */
  state: orNull(stateShape),
  /** Null: unknown. */
  tags: orNull(listOf(tagShape)),
  /** The number of its document; null where it could not be read. */
  document: orNull(count(0)),
});

const cellShape = object({
  account_id: text,
  /** `*` for an account that could not be opened. */
  region: text,
  outcome: oneOf(OUTCOMES),
  /** The run whose data is shown of this target; null where it was never read. */
  as_of: orNull(text),
  rows: count(0),
  rows_without_detail: count(0),
  error_code: orNull(text),
  error_message: orNull(text),
});

const differenceShape = object({ column: text, before: orNull(text), after: orNull(text) });

const changeShape = object({
  run: text,
  change: oneOf(CHANGES),
  arn: text,
  account_id: text,
  region: text,
  name: orNull(text),
  type: orNull(text),
  version: orNull(text),
  /** The columns that differ, the document left out: of a row that was created or deleted, all that it had. */
  differences: listOf(differenceShape),
  /** Where the document differs: the numbers of both. */
  document: orNull(object({ before: orNull(count(0)), after: orNull(count(0)) })),
  /** The columns that the lake left out, since the row was too long for a line. */
  omitted: listOf(text),
});

/** What the index knows of a document. */
const documentFactsShape = object({
  /** The actions of its steps, in their order. */
  actions: listOf(text),
  /** Why its steps cannot be told. */
  problem: orNull(text),
});

export const indexShape = object({
  /** Where the lake is, as it was named. */
  lake: text,
  /** When the report was made. */
  made_at: text,
  run: text,
  previous_run: orNull(text),
  collector_account_id: orNull(text),
  /** Null where the newest run's coverage is lost. */
  coverage: orNull(listOf(cellShape)),
  /** Newest run first. */
  changes: listOf(changeShape),
  /** Whether the changes go back to the first run of the lake. */
  has_whole_history: flag,
  /** By name, type, version and build. */
  builds: listOf(buildShape),
  documents: listOf(documentFactsShape),
  /** Whether the documents themselves are in the file. */
  has_documents: flag,
  /** How many documents each chunk holds. */
  chunks: listOf(count(1)),
});

/** A step of a document. Where a member is null, the document says nothing of it. */
const stepShape = object({
  /** From 1; null where there is only a problem. */
  position: orNull(count(1)),
  step: orNull(text),
  action: orNull(text),
  description: orNull(text),
  on_failure: orNull(text),
  timeout_seconds: orNull(count(0)),
  rollback_enabled: orNull(text),
  /** JSON text, as are inputs and other. */
  condition: orNull(text),
  inputs: orNull(text),
  other: orNull(text),
  problem: orNull(text),
});

const documentShape = object({ text, steps: listOf(stepShape) });

export const chunkShape = listOf(documentShape);

export type ReportIndex = Shaped<typeof indexShape>;
export type Build = Shaped<typeof buildShape>;
export type Parameter = Shaped<typeof parameterShape>;
export type Tag = Shaped<typeof tagShape>;
export type State = Shaped<typeof stateShape>;
export type CoverageCell = Shaped<typeof cellShape>;
export type Change = Shaped<typeof changeShape>;
export type Difference = Shaped<typeof differenceShape>;
export type DocumentFacts = Shaped<typeof documentFactsShape>;
export type Step = Shaped<typeof stepShape>;
/** A document and its steps. */
export type WorkflowDocument = Shaped<typeof documentShape>;
