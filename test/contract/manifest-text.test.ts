import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { manifestSchema } from '../../lambda/contract/json-schema';
import { formatManifest, parseDraftManifest, parseManifest } from '../../lambda/contract/manifest-text';
import { CHANGES, OUTCOMES } from '../../lambda/contract/outcome';
import { SCHEMA_VERSION } from '../../lambda/contract/tables';
import { ajvAccepts } from '../arbitrary/json-schema';
import { anyDraftManifest, anyManifest } from '../arbitrary/manifest';

const [manifest] = fc.sample(anyManifest, { numRuns: 1, seed: 1 });
const [draft] = fc.sample(anyDraftManifest, { numRuns: 1, seed: 1 });
if (manifest === undefined || draft === undefined) throw new Error('no sample');

/** The same value with the members of every object the other way round. */
const reversed = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
};

const wrong = fc.constantFrom(
  ...['', 'x', '2026-11-22', '2026-02-30T00:00:00Z', '2026-11-22T06:00:00.000Z', 'f'.repeat(64)],
  ...[
    null,
    true,
    -1,
    0,
    0.5,
    SCHEMA_VERSION,
    2 ** 53,
    [],
    {},
    { nobody: 1 },
    { denied: 0 },
    { denied: 1 },
    { created: 2 },
  ],
);

/** A JSON value with one member, at any depth, replaced, taken away or added. */
const damaged = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) return wrong;
  const names = Object.keys(value);
  const added = fc
    .record({ name: fc.string(), member: wrong })
    .map(({ name, member }) => ({ ...value, [name]: member }));
  if (names.length === 0) return added;
  const members = Object.entries(value);
  const [replaced, removed] = [
    fc
      .constantFrom(...members)
      .chain(([name, member]) => damaged(member).map((other) => ({ ...value, [name]: other }))),
    fc.constantFrom(...names).map((name) => Object.fromEntries(members.filter(([other]) => other !== name))),
  ];
  return fc.oneof({ weight: 5, arbitrary: replaced }, removed, added, wrong);
};

describe('a manifest as text', () => {
  it('reads back as it was', () => {
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    fc.assert(
      fc.property(anyManifest, anyDraftManifest, (published, staged) => {
        expect(parseManifest(formatManifest(published))).toEqual({ ok: true, value: plain(published) });
        expect(parseDraftManifest(formatManifest(staged))).toEqual({ ok: true, value: plain(staged) });
      }),
    );
  });

  it('is the same whatever the order of the members', () => {
    fc.assert(
      fc.property(anyManifest, anyDraftManifest, (published, staged) => {
        for (const one of [published, staged]) {
          const text = formatManifest(one);
          const other = JSON.stringify(reversed(one));
          const parsed = one === published ? parseManifest(other) : parseDraftManifest(other);
          expect(parsed.ok && formatManifest(parsed.value)).toBe(text);
        }
      }),
    );
  });

  it('has outcomes and changes in the order of their lists, and only those that there were', () => {
    const outcomes = { ...Object.fromEntries(OUTCOMES.toReversed().map((outcome) => [outcome, 1])), denied: 0 };
    const changes = Object.fromEntries(CHANGES.toReversed().map((change) => [change, 1]));
    const value = JSON.parse(formatManifest({ ...manifest, outcomes, changes }));
    expect(Object.keys(value.outcomes)).toEqual(OUTCOMES.filter((outcome) => outcome !== 'denied'));
    expect(Object.keys(value.changes)).toEqual([...CHANGES]);
  });

  it('is indented by two and ends in a newline', () => {
    expect(formatManifest(draft)).toMatch(/^\{\n {2}"schema_version": 3,\n {2}"run": [\s\S]*\n\}\n$/);
  });

  it('is not made of a value that could not be read back', () => {
    expect(() => formatManifest({ ...manifest, id: 'short' })).toThrow('id must be text that matches');
  });

  it('is accepted by the published JSON Schema', () => {
    const accepts = ajvAccepts(manifestSchema);
    fc.assert(fc.property(anyManifest, (one) => expect(accepts(JSON.parse(formatManifest(one)))).toBe(true)));
  });

  it('is refused exactly where the published JSON Schema refuses it', () => {
    const accepts = ajvAccepts(manifestSchema);
    const verdicts = new Set<boolean>();
    const values = anyManifest.chain((one) => damaged(JSON.parse(JSON.stringify(one))));
    fc.assert(
      fc.property(values, (value) => {
        const verdict = accepts(value);
        verdicts.add(verdict);
        expect({ value, ok: parseManifest(JSON.stringify(value)).ok }).toEqual({ value, ok: verdict });
      }),
      { numRuns: 2000 },
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });
});

describe('a text that is no manifest', () => {
  it('of a newer schema is told from a broken one, and judged no further', () => {
    const later = SCHEMA_VERSION + 1;
    expect(parseManifest(`{"schema_version":${later},"run":7}`)).toEqual({
      ok: false,
      problem: `has schema version ${later}; this collector knows those up to ${SCHEMA_VERSION}`,
      newerSchema: true,
    });
    expect(parseDraftManifest(JSON.stringify({ ...draft, schema_version: later }))).toMatchObject({
      newerSchema: true,
    });
  });

  it('names every fault with its place', () => {
    const objects = { ...manifest.objects, history: { ...manifest.objects.history, rows: -1 } };
    const text = JSON.stringify({
      ...manifest,
      run: '2026-02-30T00:00:00Z',
      outcomes: { broken: 1, denied: 'x' },
      objects,
    });
    expect(parseManifest(text)).toEqual({
      ok: false,
      problem: [
        'run must be a time such as 2026-11-22T06:00:00Z, is text of length 20',
        'outcomes."broken" is not a member',
        'outcomes.denied must be a whole number from 1 to 9007199254740991, is text of length 1',
        'objects.history.rows must be a whole number from 0 to 9007199254740991, is -1',
      ].join('; '),
      newerSchema: false,
    });
  });

  it('is not quoted', () => {
    expect(parseManifest('{"password": hunter2}')).toEqual({ ok: false, problem: 'is not JSON', newerSchema: false });
  });

  it('may be the other kind of manifest', () => {
    expect(parseManifest(formatManifest(draft)).ok).toBe(false);
    expect(parseDraftManifest(formatManifest(manifest)).ok).toBe(false);
  });
});
