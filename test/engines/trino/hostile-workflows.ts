import fc from 'fast-check';
import type { WorkflowDefinition } from '../../../local/fake-image-builder/fake-build';
import { anyText } from '../../arbitrary/row';

const base = { version: '1.0.0', type: 'BUILD', data: 'name: x', dateCreated: '2026-01-01T00:00:00.000Z' } as const;

const AWKWARD =
  'NUL \0 LS \u2028 PS \u2029 NEL \u0085 BOM \ufeff CRLF \r\n tab \t "quotes" \'single\' back\\slash \\n \\u0041 🚀 é e\u0301';

/** Workflows whose texts a careless reader gets wrong: separators of lines, what looks like NULL, quotes, huge ones. */
export const hostileWorkflows: readonly WorkflowDefinition[] = [
  { ...base, name: 'awkward everywhere', data: AWKWARD, description: AWKWARD, changeDescription: AWKWARD },
  { ...base, name: 'lone surrogates', data: 'high \ud800 low \udc00 end', description: '\udc00\ud800' },
  { ...base, name: 'empty texts', data: '', description: '', changeDescription: '', parameters: [], tags: {} },
  { ...base, name: 'absent texts' },
  {
    ...base,
    name: 'words for nothing',
    data: 'null',
    description: 'NULL',
    changeDescription: '\\N',
    tags: { null: '' },
  },
  { ...base, name: 'white space', data: ' \n\n ', description: ' ', changeDescription: '\n' },
  { ...base, name: 'a line of JSON', data: '{"_key":"x","data":null}\n{"broken', description: '"}' },
  { ...base, name: 'huge', data: '☕ "\\\n'.repeat(60_000), description: 'x'.repeat(1024) },
  {
    ...base,
    name: 'parameters',
    parameters: [
      { name: 'Case_Of "Names"', type: 'stringList', defaultValue: ['', 'null', '[]', AWKWARD], description: '' },
      { name: 'none', type: 'string', defaultValue: [] },
      { name: 'absent', type: 'string' },
    ],
  },
  {
    ...base,
    name: 'tags',
    tags: {
      '': 'an empty key',
      '"': '"=>"',
      '\\': '\\"',
      'a, "b"=>"c': '", "d"=>"e',
      NULL: 'NULL',
      'Zoë 🚀': 'line 1\nline 2\u2028',
      many: '\\"'.repeat(20_000),
    },
  },
];

const text = anyText.map((made) => made.slice(0, 200));

/** Any texts at all, the same in every run of the tests. */
export const anyWorkflows = (count: number): readonly WorkflowDefinition[] =>
  fc
    .sample(
      fc.record(
        { data: text, description: text, changeDescription: text, kmsKeyId: text },
        { requiredKeys: ['data'], noNullPrototype: true },
      ),
      { numRuns: count, seed: 5 },
    )
    .map((texts, index) => ({ ...base, ...texts, name: `any ${index}` }));
