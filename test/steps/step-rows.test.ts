import { describe, expect, it } from '@jest/globals';
import { rowsOf, stepOf, WORKFLOW } from './workflow';

const DOCUMENT = `name: hardened
schemaVersion: 1.0
steps:
  - name: Launch
    action: LaunchInstance
    description: starts it
    onFailure: Abort
    timeoutSeconds: 600
    rollbackEnabled: false
    if:
      stringEquals: linux
      value: $.imagebuilder.platform
    inputs:
      waitFor: ssmAgent
      instanceId.$: $.stepOutputs.Before.instanceId
    waitSeconds: 5
  - name: End
    action: TerminateInstance
`;

describe('the rows of steps', () => {
  it('hold every member of each step, in the order of the document', () => {
    expect(rowsOf(DOCUMENT)).toEqual([
      {
        ...WORKFLOW,
        _key: `${WORKFLOW.arn}#1`,
        position: 1,
        step: 'Launch',
        action: 'LaunchInstance',
        description: 'starts it',
        on_failure: 'Abort',
        timeout_seconds: 600,
        rollback_enabled: 'false',
        condition: '{"stringEquals":"linux","value":"$.imagebuilder.platform"}',
        inputs: '{"waitFor":"ssmAgent","instanceId.$":"$.stepOutputs.Before.instanceId"}',
        other: '{"waitSeconds":5}',
        problem: null,
      },
      {
        ...WORKFLOW,
        _key: `${WORKFLOW.arn}#2`,
        position: 2,
        step: 'End',
        action: 'TerminateInstance',
        description: null,
        on_failure: null,
        timeout_seconds: null,
        rollback_enabled: null,
        condition: null,
        inputs: null,
        other: null,
        problem: null,
      },
    ]);
  });

  it('are none where the document is unknown', () => {
    expect(rowsOf(null)).toEqual([]);
  });

  it('are those of JSON text, too', () => {
    expect(rowsOf('{\n\t"steps": [{"name":"abc","action":"WaitForAction"}]\n}')).toMatchObject([
      { position: 1, step: 'abc', action: 'WaitForAction' },
    ]);
  });

  it('keep a name that stands twice', () => {
    expect(rowsOf('steps: [{name: abc}, {name: abc}]').map(({ step }) => step)).toEqual(['abc', 'abc']);
  });

  it.each(['"action" : "X"', "'action': 'X'", 'action : X', 'action: &x X'])(
    'find the action in %s, and none in the JSON of an input',
    (written) => {
      expect(stepOf(`steps: [{${written}, inputs: {input: '{"action": "Y"}'}}]`)).toMatchObject({
        action: 'X',
        inputs: '{"input":"{\\"action\\": \\"Y\\"}"}',
      });
    },
  );

  it('pass actions and members that nobody knows', () => {
    expect(stepOf('steps: [{action: Fly, height: [1, {b: 2}]}]')).toMatchObject({
      action: 'Fly',
      other: '{"height":[1,{"b":2}]}',
    });
  });

  it('keep keys as they are written, and in that order', () => {
    expect(stepOf('steps: [{inputs: {b.$: $.x, 10: a, 9: b, a: c, __proto__: d, <<: {e: f}}}]').inputs).toBe(
      '{"b.$":"$.x","10":"a","9":"b","a":"c","__proto__":"d","e":"f"}',
    );
  });

  it.each([
    ['012345678901', '"012345678901"'],
    ['1.0', '"1.0"'],
    ['0x1F', '"0x1F"'],
    ['1e3', '"1e3"'],
    ['+5', '"+5"'],
    ['-0', '"-0"'],
    ['.inf', '".inf"'],
    ['12345678901234567890', '"12345678901234567890"'],
    ['!!int 007', '"007"'],
    ['100', '100'],
    ['-1.5', '-1.5'],
    ['"100"', '"100"'],
    ['!!str 100', '"100"'],
    ['2024-01-02', '"2024-01-02"'],
    ['yes', '"yes"'],
    ['True', 'true'],
    ['~', 'null'],
    ['{}', '{}'],
    ['[]', '[]'],
  ])('give %s as %s, so that nothing loses its spelling', (written, read) => {
    expect(stepOf(`steps: [{inputs: {v: ${written}}}]`).inputs).toBe(`{"v":${read}}`);
  });

  it.each(['012', '1.0', 'true', '7', '$.parameters.x', "'true'"])(
    'take %s for a text where a text is expected',
    (written) => {
      expect(stepOf(`steps: [{rollbackEnabled: ${written}}]`)).toMatchObject({
        rollback_enabled: written.replaceAll("'", ''),
        other: null,
      });
    },
  );

  it.each(['{a: 1}', '[1]'])('leave %s among the other members where a text is expected', (written) => {
    expect(stepOf(`steps: [{description: ${written}, x: 1}]`)).toMatchObject({
      description: null,
      other: `{"description":${written === '[1]' ? written : '{"a":1}'},"x":1}`,
    });
  });

  it.each([
    ['"600"', '"600"'],
    ['600.0', '"600.0"'],
    ['0600', '"0600"'],
    ['1.5', '1.5'],
    ['-1', '-1'],
    ['true', 'true'],
    ['9007199254740992', '9007199254740992'],
    ['[600]', '[600]'],
  ])('leave a time-out of %s, which is no whole number, among the other members', (written, read) => {
    expect(stepOf(`steps: [{timeoutSeconds: ${written}}]`)).toMatchObject({
      timeout_seconds: null,
      other: `{"timeoutSeconds":${read}}`,
    });
  });

  it('take a member with nothing behind it for one that is left out', () => {
    const members = ['name', 'action', 'description', 'onFailure', 'timeoutSeconds', 'rollbackEnabled', 'if', 'inputs'];
    const { other, ...row } = stepOf(`steps:\n- x:\n${members.map((name) => `  ${name}:\n`).join('')}`);
    expect(Object.values(row).filter((value) => value === null)).toHaveLength(members.length + 1);
    expect(other).toBe('{"x":null}');
  });

  it('take conditions and inputs of any kind', () => {
    expect(stepOf('steps: [{if: [{booleanEquals: true, value: $.a}], inputs: text}]')).toMatchObject({
      condition: '[{"booleanEquals":true,"value":"$.a"}]',
      inputs: '"text"',
    });
  });

  it('let a step’s own members win over merged ones, wherever the merge key stands', () => {
    const base = 'base: &base {action: RunCommand, onFailure: Continue, timeoutSeconds: 1}\n';
    for (const step of ['<<: *base, onFailure: Abort', 'onFailure: Abort, <<: *base', 'onFailure: Abort, <<: [*base]'])
      expect(stepOf(`${base}steps: [{${step}}]`)).toMatchObject({
        action: 'RunCommand',
        on_failure: 'Abort',
        timeout_seconds: 1,
        other: null,
      });
  });

  it('write out what an alias names', () => {
    expect(rowsOf('steps:\n- inputs: &a {b: [c]}\n- inputs: *a\n- inputs: [*a]').map(({ inputs }) => inputs)).toEqual([
      '{"b":["c"]}',
      '{"b":["c"]}',
      '[{"b":["c"]}]',
    ]);
  });

  it('replace half a character, which only an escape can write', () => {
    expect(stepOf('{"steps":[{"name":"a\\ud800","inputs":{"\\udc00":"\\ud83d\\ude00"}}]}')).toMatchObject({
      step: 'a\ufffd',
      inputs: '{"\ufffd":"😀"}',
    });
  });

  it('give a step that is no map its position, and leave its neighbours alone', () => {
    expect(rowsOf('steps: [{name: one}, Reboot, ~, [{name: no}], {name: five}]')).toMatchObject([
      { position: 1, step: 'one', problem: null },
      { position: 2, step: null, other: '"Reboot"', problem: 'The step is not a map.' },
      { position: 3, step: null, other: null, problem: 'The step is not a map.' },
      { position: 4, step: null, other: '[{"name":"no"}]', problem: 'The step is not a map.' },
      { position: 5, step: 'five', problem: null },
    ]);
  });

  it.each([
    ['a byte order mark', '\ufeffsteps: [{name: abc}]'],
    ['line ends of Windows', 'steps:\r\n  - name: abc\r\n'],
    ['line ends of old Macs', 'steps:\r  - name: abc\r'],
    ['a separator before it', '---\nsteps: [{name: abc}]'],
    ['a separator and nothing behind it', 'steps: [{name: abc}]\n---\n'],
    ['a trailing comma', '{"steps": [{"name": "abc",},]}'],
    ['a tab before a comment', 'steps: [{name: abc}]\t# tab'],
  ])('are read through %s', (_, document) => {
    expect(stepOf(document)).toMatchObject({ position: 1, step: 'abc', other: null, problem: null });
  });
});
