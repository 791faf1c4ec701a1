import { countsBy, object } from './object-shape';
import { CHANGES, OUTCOMES } from './outcome';
import { parseScheduledTime, type ScheduledTime } from './scheduled-time';
import { count, described, flag, orNull, type Shaped, since, text, textLike, textThat } from './shape';
import { SCHEMA_VERSION } from './tables';

const scheduledTime = textThat(
  { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$', format: 'date-time' },
  'a time such as 2026-11-22T06:00:00Z',
  (given): given is ScheduledTime => parseScheduledTime(given) === given,
);

const content = {
  rows: count(0),
  sha256: described('Of the uncompressed content, in hex.', textLike(/^[0-9a-f]{64}$/)),
};

const contentShape = object(content);

const published = {
  key: described('The key of the object in the lake.', text),
  version_id: described('The version of the object. Null where the lake keeps no versions.', orNull(text)),
  etag: text,
  bytes: described('The size in the lake, compressed.', count(0)),
};

const publishedShape = object({ ...published, ...content });

/** Steps are taken over from one run to the next only where both read documents in the same way. */
const reading = {
  reading_version: described(
    'Raised whenever documents are read in another way: equal documents give equal rows within one version.',
    count(1),
  ),
};

const stepContentShape = object({ ...content, ...reading });

const publishedStepShape = object({ ...published, ...content, ...reading });

const facts = {
  schema_version: described(
    'Raised with every change of a column of the tables or of this document.',
    count(1, SCHEMA_VERSION),
  ),
  run: described('The scheduled time of the run, in UTC: its identity.', scheduledTime),
  dt: described('The UTC day of the run: its partition.', textLike(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/)),
  previous_run: described(
    'The run that the snapshot of this one was built on: the published runs form a chain. Null for the first.',
    orNull(scheduledTime),
  ),
  outcomes: described('How many targets had each outcome; outcomes that none had are left out.', countsBy(OUTCOMES)),
  changes: described('How many rows changed in each way; kinds that none had are left out.', countsBy(CHANGES)),
  all_fresh: described('Whether the snapshot serves every target as of this very run.', flag),
  collector_account_id: since(
    2,
    described(
      'The account that collected the run, 12 digits. Null in what an earlier version wrote: then it is the only account in it.',
      orNull(textLike(/^[0-9]{12}$/)),
    ),
    null,
  ),
};

export const draftManifestShape = object({
  ...facts,
  snapshot: contentShape,
  coverage: contentShape,
  change: orNull(contentShape),
  step: since(3, orNull(stepContentShape), null),
});

export const manifestShape = object({
  ...facts,
  id: described(
    'The attempt that was published: the first half of the SHA-256 of its draft, in hex.',
    textLike(/^[0-9a-f]{32}$/),
  ),
  objects: object({
    snapshot: described(
      'The table imagebuilder_workflow, until the next run replaces the object: version_id says which version.',
      publishedShape,
    ),
    history: described(
      'The same content as the day’s snapshot, until a later run of the day replaces it.',
      publishedShape,
    ),
    coverage: described('What the run could and could not read.', publishedShape),
    change: described('What the run changed. Null where nothing did.', orNull(publishedShape)),
    step: since(
      3,
      described(
        'The table imagebuilder_workflow_step: the steps of the snapshot’s documents, until the next run replaces the object. Null in what an earlier version wrote, and where a program that reads documents in another way finished the publication.',
        orNull(publishedStepShape),
      ),
      null,
    ),
  }),
});

/** What is known of a table's object before it is put: its content. */
export type Content = Shaped<typeof contentShape>;

/** What is known of the steps before they are put. */
export type StepContent = Shaped<typeof stepContentShape>;

/** An object of a published run, as it stands in the lake. */
export type PublishedObject = Shaped<typeof publishedShape>;

/** What an attempt lays into its staging before it commits. Its hash is the attempt's id. */
export type DraftManifest = Shaped<typeof draftManifestShape>;

/** "Run R is published, and here is what it is": the one announcement of a run, written last. */
export type Manifest = Shaped<typeof manifestShape>;
