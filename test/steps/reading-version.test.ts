import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { READING_VERSION } from '../../lambda/steps/reading-version';
import { stepRows } from '../../lambda/steps/step-rows';

/**
 * What each version reads in the documents below. When this fails, documents are read in another way: if that was not
 * meant, undo it; if it was, raise READING_VERSION and add a line. Else lakes would keep what the last version read of
 * every build that never changes again. Never edit the line of an earlier version.
 */
const LOCK: Readonly<Record<number, string>> = {
  1: '62954a66d8be22d7',
};

const step = (members: string): string => `steps:\n  - { name: one, action: Wait, ${members} }\n`;

/** Each spelling that could be read in another way. */
const spellings: readonly string[] = [
  ...['012345678901', '1.0', '0x1F', '0o12', '1e3', '12345678901234567890', '.inf', '~', 'yes', 'True', 'tRue'].map(
    (value) => step(`inputs: { value: ${value} }`),
  ),
  ...['2026-01-02', '12:30:00', '1_000', '"600"', "'x'", '!!str 5', '!Sub x', '"\\ud800"', '[]', '{}'].map((value) =>
    step(`inputs: { value: ${value} }`),
  ),
  ...['60', '-1', '1.5', '060', '"60"', '9007199254740993', '', 'soon'].map((value) =>
    step(`timeoutSeconds: ${value}`),
  ),
  ...['true', 'False', '$.parameters.keep', '1'].map((value) => step(`rollbackEnabled: ${value}`)),
  ...['{ stringEquals: a, value: b }', '[{ not: {} }]', 'x'].map((value) => step(`if: ${value}`)),
  ...['onFailure: Abort', 'onFailure: [Abort]', 'unknown: 1', '__proto__: 1', '1: 2', 'description: 5'].map(step),
  'base: &base { action: A, onFailure: Continue }\nsteps:\n  - { <<: *base, name: x, onFailure: Abort }\n',
  ...['', ' ', '# nothing', 'text', '[]', '{}', 'steps:', 'steps: []', 'steps: {}', 'steps: [text, null, [], {}]'],
  ...[
    '{"steps":[{"name":"a"}]}',
    '{"steps":[{"name":"a",}]}',
    '{"a":1,"a":2}',
    '--- \nsteps: [{}]\n---\n',
    'a: b\n---\nc: d',
  ],
  ...[
    '\ufeffsteps:\r\n  - name: a\r\n',
    '\tsteps: []',
    'steps:\t[]',
    'steps: *none',
    'a: &a [*a]\nsteps: [*a]',
    'a: "\0"',
  ],
  `---
name: whole
steps:
  - name: first # a remark
    action: A
    inputs:
      text: |
        { "a": "{{ $.b }}" }
      folded: >-
        one
        two
      list:
        - 'x'
      instanceId.$: "$.stepOutputs.x"
  - "name": second
    "action": B
`,
  `steps: ${'['.repeat(60)}${']'.repeat(60)}`,
  `a: &a x\nsteps: [${'*a, '.repeat(30)}]`,
];

it('documents are read as their version was locked with', () => {
  const workflow = {
    arn: 'arn',
    account_id: '111122223333',
    region: 'eu-west-1',
    name: null,
    type: null,
    version: null,
  };
  const rows = spellings.map((data) => stepRows({ ...workflow, data }));
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
  expect({ [READING_VERSION]: hash }).toEqual({ [READING_VERSION]: LOCK[READING_VERSION] });
});

it('every version up to this one has its line', () => {
  const versions = Array.from({ length: READING_VERSION }, (_, index) => index + 1);
  expect(Object.keys(LOCK).map(Number)).toEqual(versions);
});
