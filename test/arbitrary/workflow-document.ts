import fc from 'fast-check';

/** What a document writes. A plain scalar is written as it is spelled, and JSON has its own word for it. */
export type Written =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'plain'; readonly spelling: string; readonly json: string }
  | { readonly kind: 'list'; readonly items: readonly Written[] }
  | { readonly kind: 'map'; readonly members: readonly Member[] };

export type Member = readonly [key: string, value: Written];

export const text = (value: string): Written => ({ kind: 'text', text: value });

const plain = (spelling: string, json = spelling): Written => ({ kind: 'plain', spelling, json });

/** JSON text of what is written, by a way of its own. */
export const jsonOf = (value: Written): string => {
  if (value.kind === 'text') return JSON.stringify(value.text);
  if (value.kind === 'plain') return value.json;
  if (value.kind === 'list') return `[${value.items.map(jsonOf)}]`;
  return `{${value.members.map(([key, one]) => `${JSON.stringify(key)}:${jsonOf(one)}`)}}`;
};

const spelledAsText = (spelling: string): Written => plain(spelling, JSON.stringify(spelling));

const plainScalar = fc.oneof(
  fc.integer({ min: 0, max: 1e6 }).map((value) => plain(String(value))),
  fc.constantFrom('-7', '1.5', '0.25').map((spelling) => plain(spelling)),
  fc
    .constantFrom('0600', '012345678901', '1.0', '1.10', '1e3', '0x1F', '0o17', '+1', '98765432109876543210', '.inf')
    .map(spelledAsText),
  fc.constantFrom('2024-01-02', 'yes', 'no', 'on', 'off', 'n', 'tRue', '12:30:00', '1_000').map(spelledAsText),
  fc.constantFrom('true', 'True', 'TRUE').map((spelling) => plain(spelling, 'true')),
  fc.constantFrom('false', 'False').map((spelling) => plain(spelling, 'false')),
  fc.constantFrom('null', '~', 'Null').map((spelling) => plain(spelling, 'null')),
);

/** Well-formed, since a row of the lake is. */
const anyText = fc.oneof(
  fc.stringMatching(/^[A-Za-z]\w{0,11}$/),
  fc.constantFrom('$.parameters.x', '$.stepOutputs.Up.output[0]', '{{ $.imagebuilder.imageId }}', 'i-123', '<<', '---'),
  fc.constantFrom('true', 'null', '12', '0600', '', ' a ', 'a: b', '- a', '# a', '*a', '&a', '!a', "it's", '"', '\\d'),
  fc.constantFrom(
    'echo a\necho b\n',
    'a\n\n  b\n\n',
    'if x; then\n\ty\nfi',
    '{"a":"{{ $.b }}"}',
    'a\r\nb',
    '\0\u0085\u2028😀',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

const key = fc.oneof(
  fc.stringMatching(/^[a-z][A-Za-z]{0,8}(\.\$)?$/),
  fc.constantFrom('10', '9', '007', '__proto__', 'constructor', '<<', 'true', '', 'a b', 'a: b', 'line\nbreak'),
);

const membersOf = (value: fc.Arbitrary<Written>, maxLength: number): fc.Arbitrary<readonly Member[]> =>
  fc.uniqueArray(fc.tuple(key, value), { maxLength, selector: ([name]) => name });

const { value: anyValue } = fc.letrec<{ value: Written }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(anyText.map(text), plainScalar),
    fc.array(tie('value'), { maxLength: 3 }).map((items): Written => ({ kind: 'list', items })),
    membersOf(tie('value'), 3).map((members): Written => ({ kind: 'map', members })),
  ),
}));

const reference = fc.constantFrom('$.parameters.x', '$.imagebuilder.platform').map(text);

const scalar = fc.oneof(anyText.map(text), plainScalar);

/** The members of a step that have a column. */
const KNOWN = {
  name: fc.oneof(
    { weight: 5, arbitrary: fc.stringMatching(/^\w{3,12}$/).map(text) },
    { weight: 1, arbitrary: anyValue },
  ),
  action: fc.oneof(fc.constantFrom('RunCommand', 'WaitForAction').map(text), scalar),
  description: scalar,
  onFailure: fc.oneof(fc.constantFrom('Abort', 'Continue').map(text), anyValue),
  timeoutSeconds: fc.oneof(
    fc.integer({ min: 0, max: 604_800 }).map((value) => plain(String(value))),
    scalar,
  ),
  rollbackEnabled: fc.oneof(
    fc.constantFrom('true', 'false').map((spelling) => plain(spelling)),
    reference,
  ),
  if: anyValue,
  inputs: anyValue,
};

const known = fc
  .record(KNOWN, { requiredKeys: [], noNullPrototype: true })
  .map((members): readonly Member[] => Object.entries(members));

/** A step: known members and others, in any order. */
const anyStep = fc
  .tuple(known, membersOf(anyValue, 2))
  .map(([mine, others]) => [...mine, ...others.filter(([name]) => !(name in KNOWN))])
  .chain((members) => fc.shuffledSubarray(members, { minLength: members.length }));

export interface WrittenDocument {
  readonly steps: readonly (readonly Member[])[];
  readonly whole: Written;
}

const head = fc.constant<readonly Member[]>([
  ['name', text('generated')],
  ['schemaVersion', spelledAsText('1.0')],
]);

/** A workflow document, by the grammar that AWS documents and beyond it. */
export const anyDocument: fc.Arbitrary<WrittenDocument> = fc
  .tuple(head, fc.array(anyStep, { minLength: 1, maxLength: 3 }), membersOf(anyValue, 1))
  .map(([before, steps, behind]) => ({
    steps,
    whole: {
      kind: 'map',
      members: [
        ...before,
        ['steps', { kind: 'list', items: steps.map((members) => ({ kind: 'map', members })) }],
        ...behind,
      ],
    },
  }));
