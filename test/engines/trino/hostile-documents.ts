import fc from 'fast-check';
import type { WorkflowDefinition } from '../../../local/fake-image-builder/fake-build';
import { anyStyle, documentText } from '../../arbitrary/document-text';
import { anyDocument } from '../../arbitrary/workflow-document';
import { FALSE_ALARMS, SECRETS } from '../../fakes/secrets';

const TEXTS =
  '"NUL \\0 LS \\u2028 PS \\u2029 NEL \\u0085 BOM \\ufeff half \\ud800 CRLF \\r\\n tab \\t \\"quotes\\" back\\\\slash 🚀 é"';

const steps = (...members: readonly string[]): string =>
  `steps:\n${members.map((each) => `  - { name: one, action: Wait, ${each} }\n`).join('')}`;

const aliases = (count: number): string => Array.from({ length: count }, () => '*a').join(', ');

/** Documents that a careless reader gets wrong, by what is odd about them. */
const documents: Readonly<Record<string, string>> = {
  'odd texts': `steps:\n  - name: ${TEXTS}\n    action: ${TEXTS}\n    description: ${TEXTS}\n    inputs: { ${TEXTS}: ${TEXTS} }\n    if: { value: ${TEXTS} }\n    ${TEXTS}: ${TEXTS}\n`,
  'numbers as text': steps('inputs: { id: 012345678901, version: 1.0, hex: 0x1F, long: 12345678901234567890 }'),
  'words for nothing': steps('description: "NULL", onFailure: "\\\\N", rollbackEnabled: ""', 'inputs: null, other: ~'),
  'odd time-outs': steps(
    ...['60', '-1', '1.5', '060', '"60"', 'soon', '9007199254740992'].map((it) => `timeoutSeconds: ${it}`),
  ),
  'odd members': steps(
    '__proto__: { a: 1 }',
    'constructor: 1, 2: b, 1: a',
    'onFailure: [Abort], rollbackEnabled: $.parameters.x',
  ),
  'ten steps and more': steps(...Array.from({ length: 12 }, (_, index) => `description: ${index}`)),
  'steps that are none': 'steps: [text, null, 5, [], { name: good }, "{\\"name\\": 1}"]',
  'merged members': 'base: &a { action: A, onFailure: Continue }\nsteps:\n  - { <<: *a, name: x, onFailure: Abort }\n',
  'twenty aliases': `a: &a { b: c }\nsteps: [{ inputs: { list: [${aliases(20)}] } }]`,
  'more aliases': `a: &a { b: c }\nsteps: [{ inputs: { list: [${aliases(21)}] } }]`,
  'an alias bomb': `a: &a [${'x, '.repeat(100)}]\nb: &b [${aliases(9)}]\nsteps: [*b, *b]`,
  'an alias within itself': 'steps: &a [*a]',
  'a key twice': steps('inputs: { a: 1, a: 2 }'),
  'too deep': `steps: ${'['.repeat(1_000)}${']'.repeat(1_000)}`,
  tabs: '\tsteps: []',
  'a mark and CRLF': `\ufeff${steps('inputs: { a: b }').replaceAll('\n', '\r\n')}`,
  'two documents': 'steps: []\n---\nsteps: []\n',
  'a tag': steps('inputs: { a: !Sub x }'),
  'no steps': 'name: x',
  JSON: '{"steps":[{"name":"a","action":"B","inputs":{"payload":"{\\"action\\": \\"RunCommand\\"}"},"timeoutSeconds":60}]}',
  'deep inputs': steps('inputs: { a: [{ b: { c: [{ d: { e: f } }, {}] } }], g: [[]], "": { h.$: null } }'),
  secrets: steps(`inputs: { values: ${JSON.stringify(SECRETS.map(([, value]) => value))} }`),
  'no secrets': steps(`inputs: { values: ${JSON.stringify(FALSE_ALARMS)} }`),
  'a long input': steps(`inputs: { text: "${'☕ \\"'.repeat(60_000)}" }`),
};

const base = { version: '1.0.0', type: 'TEST', dateCreated: '2026-01-01T00:00:00.000Z' } as const;

/** Workflows with such documents, and with documents of any form: the same in every run of the tests. */
export const hostileDocuments = (count: number): readonly WorkflowDefinition[] => [
  ...Object.entries(documents).map(([name, data]) => ({ ...base, name: `steps ${name}`, data })),
  ...fc
    .sample(fc.tuple(anyDocument, anyStyle), { numRuns: count, seed: 5 })
    .map(([{ whole }, style], index) => ({ ...base, name: `steps any ${index}`, data: documentText(whole, style) })),
];
