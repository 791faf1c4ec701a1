import fc from 'fast-check';
import type { DraftManifest, Manifest } from '../../lambda/contract/manifest';
import { countsBy } from '../../lambda/contract/object-shape';
import { CHANGES, OUTCOMES } from '../../lambda/contract/outcome';
import { type ScheduledTime, scheduledTimeOf } from '../../lambda/contract/scheduled-time';
import { SCHEMA_VERSION } from '../../lambda/contract/tables';

const hex = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));

const time: fc.Arbitrary<ScheduledTime> = fc.integer({ min: 0, max: 4e9 }).map((s) => scheduledTimeOf(s * 1000));

const content = { rows: fc.maxSafeNat(), sha256: hex(64) };

const reading = { reading_version: fc.integer({ min: 1, max: 9 }) };

const identity = {
  key: fc.string(),
  version_id: fc.option(fc.string()),
  etag: fc.string(),
  bytes: fc.maxSafeNat(),
};

const published = fc.record({ ...identity, ...content });

const counts = <K extends string>(kinds: readonly K[]): fc.Arbitrary<Partial<Record<K, number>>> =>
  fc
    .dictionary(fc.constantFrom<string[]>(...kinds), fc.integer({ min: 1, max: 9 }), { noNullPrototype: true })
    .map((some) => {
      if (countsBy(kinds).is(some)) return some;
      throw new Error('the generator and the contract disagree about counts');
    });

const facts = {
  schema_version: fc.constant(SCHEMA_VERSION),
  run: time,
  dt: time.map((one) => one.slice(0, 10)),
  previous_run: fc.option(time),
  outcomes: counts(OUTCOMES),
  changes: counts(CHANGES),
  all_fresh: fc.boolean(),
  collector_account_id: fc.option(fc.stringMatching(/^[0-9]{12}$/)),
};

const plain = { noNullPrototype: true } as const;

export const anyDraftManifest: fc.Arbitrary<DraftManifest> = fc.record(
  {
    ...facts,
    snapshot: fc.record(content),
    coverage: fc.record(content),
    change: fc.option(fc.record(content)),
    step: fc.option(fc.record({ ...content, ...reading })),
  },
  plain,
);

export const anyManifest: fc.Arbitrary<Manifest> = fc.record(
  {
    ...facts,
    id: hex(32),
    objects: fc.record({
      snapshot: published,
      history: published,
      coverage: published,
      change: fc.option(published),
      step: fc.option(fc.record({ ...identity, ...content, ...reading })),
    }),
  },
  plain,
);
